#!/usr/bin/env bash
# A REAL cast to text has 17 digits in a newer SQLite and 15 in an older one, so an index on such text is no good for the other.
#
# Versions: sqlite-jdbc 3.51.3.0 (SQLite 3.51.3), 3.53.0.0 (3.53.0) and 3.54.1.0 (3.54.1).
# Behaviour: up to 3.51.3 CAST(x AS TEXT) and x || '' drop what is behind the 15th digit, and most MJDs do not read back; from 3.53.0 on
#   every one does. json_array follows between 3.53.0 and 3.54.1. An index on the text of a REAL column that one made lacks every such row for
#   the other, which integrity_check says and a query by that text shows.
# Output:
#   SQLite 3.51.3: CAST 61082.123456789 || 61082.123456789 json_array [61082.123456789]; of 20000 doubles as text differ 18589
#     by its text found 1, integrity_check: ok
#   SQLite 3.53.0: CAST 61082.123456789013 || 61082.123456789013 json_array [61082.123456789]; of 20000 doubles as text differ 0
#     by its text found 0, integrity_check: row 1 missing from index by_text
#   SQLite 3.54.1: CAST 61082.123456789013 || 61082.123456789013 json_array [61082.123456789013]; of 20000 doubles as text differ 0
#     by its text found 0, integrity_check: row 1 missing from index by_text

. "$(dirname "$0")/packages"

cat >"$work/Look.java" <<'JAVA'
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;

class Look {
    public static void main(String[] arguments) throws SQLException {
        try (Connection file = DriverManager.getConnection("jdbc:sqlite:file.db"); Statement statement = file.createStatement()) {
            String version = first(statement, "SELECT sqlite_version()");
            System.out.println("SQLite " + version + ": CAST " + first(statement, "SELECT CAST(61082.123456789012 AS TEXT)")
                    + " || " + first(statement, "SELECT 61082.123456789012 || ''") + " json_array "
                    + first(statement, "SELECT json_array(61082.123456789012)") + "; of 20000 doubles as text differ " + differ(file));
            statement.execute("CREATE TABLE IF NOT EXISTS made (mjd REAL)");
            statement.execute("CREATE INDEX IF NOT EXISTS by_text ON made(CAST(mjd AS TEXT))");
            if (first(statement, "SELECT count(*) FROM made").equals("0")) {
                statement.execute("INSERT INTO made VALUES (61082.123456789012)");
            }
            System.out.println("  by its text found " + first(statement,
                    "SELECT count(*) FROM made WHERE CAST(mjd AS TEXT) = CAST(61082.123456789012 AS TEXT)")
                    + ", integrity_check: " + first(statement, "PRAGMA integrity_check"));
        }
    }

    private static int differ(Connection file) throws SQLException {
        int differ = 0;
        Random random = new Random(12);
        try (var cast = file.prepareStatement("SELECT CAST(? AS TEXT)")) {
            for (int i = 0; i < 20_000; i++) {
                double value = 60000 + 2000 * random.nextDouble();
                cast.setDouble(1, value);
                try (ResultSet row = cast.executeQuery()) {
                    differ += Double.parseDouble(row.getString(1)) == value ? 0 : 1;
                }
            }
        }
        return differ;
    }

    private static String first(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            return rows.getString(1);
        }
    }
}
JAVA

look() {
  cd "$work"
  for version in 3.51.3.0 3.53.0.0 3.54.1.0; do
    java -cp "$version/*" Look.java 2>/dev/null
  done
}

for version in 3.51.3.0 3.53.0.0 3.54.1.0; do
  jars "$version" "org.xerial:sqlite-jdbc:$version"
done
seen look
