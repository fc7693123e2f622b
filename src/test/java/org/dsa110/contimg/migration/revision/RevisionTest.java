package org.dsa110.contimg.migration.revision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.RebuiltTable.strings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.database.internal.DatabaseSettings;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each change of entities as a migration, run by Flyway on a database that is full and that another program has changed. */
class RevisionTest {
    private static final String READING = """
        @Entity
        @Table(name = "readings", indexes = @Index(name = "idx_readings_made", columnList = "made_at"))
        class Reading {
            @Id
            @GeneratedValue(strategy = GenerationType.IDENTITY)
            public Long id;

            @NotNull
            public String name;

            public String flux;

            public Double madeAt;

            @NotNull
            @ColumnDefault("'new'")
            public String state;

            public String place;

            public Double unused;
        }
        """;
    private static final String PLACE = """
        @Entity
        @Table(name = "places")
        class Place {
            @Id
            public String name;

            public Boolean far;
        }
        """;
    private static final String BEFORE = READING + PLACE;
    /** What another program did to the file after it was made. */
    private static final List<String> OTHERS = List.of("ALTER TABLE readings ADD COLUMN mine BLOB",
            "CREATE TABLE seen (what TEXT)", "CREATE INDEX theirs ON readings (upper(name)) WHERE mine IS NOT NULL",
            "CREATE TRIGGER told AFTER UPDATE ON readings BEGIN INSERT INTO seen VALUES (NEW.id); END",
            "CREATE VIEW named AS SELECT id, name FROM readings WHERE state = 'new'",
            "CREATE VIEW broken AS SELECT a FROM nowhere",
            "CREATE TABLE notes (reading INTEGER REFERENCES readings (id)"
                    + " ON DELETE CASCADE)");
    private static final List<String> ROWS = List.of(
            "INSERT INTO places (name, far) VALUES ('here', 1), ('there', 0)",
            "INSERT INTO readings (id, name, flux, made_at, state, place, unused, mine) VALUES"
                    + " (7, 'a', '1.5', 3, 'new', 'here', 5, x'00'), (90, 'b', 'text', 2.5, 'old', 'gone', NULL, 3),"
                    + " (91, 'c', x'ff', 'x', 'new', NULL, 'u', NULL), (1000, 'd', NULL, 1e300, 'new', 'there', 0.5, 'm')",
            "INSERT INTO notes VALUES (7), (5)");

    @TempDir
    Path folder;
    private Path migrations;

    /**
     * A row of the table of changes.
     *
     * @param after the text of the entities then
     * @param words of the changes
     * @param sql a part of the migration
     * @param form what SQLite says of the table then, as one of the facts of {@link #form}
     */
    private record Case(String name, String after, Hints hints, List<String> words, String sql, String form) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Case edit(String name, String before, String after, String words, String sql, String form) {
        assertThat(BEFORE).contains(before);
        return new Case(name, BEFORE.replace(before, after), Hints.NONE, List.of(words), sql, form);
    }

    private static Case hinted(Case edit, Hints hints) {
        return new Case(edit.name(), edit.after(), hints, edit.words(), edit.sql(), edit.form());
    }

    static Stream<Case> changes() {
        Hints.Rename rename = Hints.Rename.of("readings.flux=flux_jy");
        return Stream.of(
                edit("add a column", "public Double madeAt;", "public Double madeAt; public Long extra;",
                        "add column extra of table readings", "ADD COLUMN IF NOT EXISTS extra INTEGER;",
                        "extra INT null"),
                edit("add a column that is not null", "public Double madeAt;",
                        "public Double madeAt; @NotNull @ColumnDefault(\"0.5\") public Double extra;",
                        "add column extra of table readings", "extra REAL NOT NULL DEFAULT 0.5;",
                        "extra REAL not null default 0.5"),
                edit("add a column whose default is computed", "public Double madeAt;",
                        "public Double madeAt; @ColumnDefault(\"(unixepoch())\") public Double extra;",
                        "add column extra of table readings", "extra REAL DEFAULT (unixepoch());",
                        "extra REAL null default unixepoch()"),
                edit("drop NOT NULL", "@NotNull\n    public String name;", "public String name;",
                        "let column name of table readings be null", "ALTER COLUMN name DROP NOT NULL;",
                        "name TEXT null"),
                edit("set NOT NULL", "public Double madeAt;", "@Column(nullable = false) public Double madeAt;",
                        "let column made_at of table readings not be null", "ALTER COLUMN made_at SET NOT NULL;",
                        "made_at REAL not null"),
                edit("change a type", "public String flux;", "public Double flux;",
                        "change the type of column flux of table readings to REAL", "ALTER COLUMN flux TYPE REAL;",
                        "flux REAL null"),
                edit("change a default", "\"'new'\"", "\"'fresh, (not)'\"",
                        "give column state of table readings the default 'fresh, (not)'",
                        "ALTER COLUMN state SET DEFAULT 'fresh, (not)';", "state TEXT not null default 'fresh, (not)'"),
                edit("give a default", "public Double madeAt;", "@ColumnDefault(\"1\") public Double madeAt;",
                        "give column made_at of table readings the default 1", "ALTER COLUMN made_at SET DEFAULT 1;",
                        "made_at REAL null default 1"),
                edit("give a default that is computed", "public Double madeAt;",
                        "@ColumnDefault(\"(unixepoch())\") public Double madeAt;",
                        "give column made_at of table readings the default (unixepoch())",
                        "ALTER COLUMN made_at SET DEFAULT (unixepoch());", "made_at REAL null default unixepoch()"),
                edit("add a unique key", "@Table(name = \"readings\",",
                        "@Table(name = \"readings\", uniqueConstraints = @UniqueConstraint(columnNames = {\"state\", \"name\"}),",
                        "make (state, name) of table readings a unique key",
                        "CREATE UNIQUE INDEX IF NOT EXISTS unique_readings_name_state ON readings (state, name);",
                        "unique name, state"),
                edit("add a unique column", "public Double madeAt;", "@Column(unique = true) public Double madeAt;",
                        "make (made_at) of table readings a unique key", "unique_readings_made_at", "unique made_at"),
                edit("add an index", "indexes = @Index(name = \"idx_readings_made\", columnList = \"made_at\")",
                        "indexes = {@Index(name = \"idx_readings_state\", columnList = \"state, made_at DESC\"),"
                                + " @Index(name = \"idx_readings_made\", columnList = \"made_at\")}",
                        "make index idx_readings_state", "idx_readings_state ON readings (state, made_at DESC);",
                        "index idx_readings_state state, made_at desc"),
                edit("change an index", "columnList = \"made_at\"", "columnList = \"made_at, name\"",
                        "make index idx_readings_made anew", "DROP INDEX IF EXISTS idx_readings_made;",
                        "index idx_readings_made made_at, name"),
                edit("add a foreign key", "public String place;",
                        "@ManyToOne @JoinColumn(name = \"place\") @OnDelete(action = OnDeleteAction.SET_NULL) public Place place;",
                        "let (place) of table readings refer to table places",
                        "ADD FOREIGN KEY (place) REFERENCES places (name) ON DELETE SET NULL;",
                        "refers place to places(name) set null"),
                edit("add a column with a foreign key", "public Double madeAt;",
                        "public Double madeAt; @ManyToOne public Reading origin;",
                        "add column origin_id of table readings",
                        "ADD COLUMN IF NOT EXISTS origin_id INTEGER REFERENCES readings (id);",
                        "refers origin_id to readings(id) no action"),
                hinted(edit("rename a column", "public String flux;", "public String fluxJy;",
                        "rename column flux of table readings to flux_jy",
                        "RENAME COLUMN IF EXISTS flux TO flux_jy;", "flux_jy TEXT null"),
                        new Hints(List.of(rename), Set.of())),
                edit("rename a column without a word", "public String flux;", "public String fluxJy;",
                        "add column flux_jy of table readings", "ADD COLUMN IF NOT EXISTS flux_jy TEXT;",
                        "flux TEXT null"),
                hinted(edit("rename a table", "@Table(name = \"places\")", "@Table(name = \"sites\")",
                        "rename table places to sites", "ALTER TABLE IF EXISTS places RENAME TO sites;", ""),
                        new Hints(List.of(Hints.Rename.of("places=sites")), Set.of())),
                new Case("make a table", BEFORE + """
                    @Entity
                    @Table(name = "visits", uniqueConstraints = @UniqueConstraint(columnNames = "note"))
                    @IdClass(Visit.Key.class)
                    class Visit {
                        @Id
                        public String who;
                        @Id
                        public Long number;
                        @ManyToOne
                        public Place place;
                        public byte[] note;
                        public static class Key { public String who; public Long number; }
                    }
                    """, Hints.NONE, List.of("make table visits"), "PRIMARY KEY (number, who)", ""),
                new Case("leave what no entity has", BEFORE.replace("public Double unused;", ""), Hints.NONE, List.of(),
                        "",
                        "unused REAL null"),
                hinted(edit("drop a column", "public Double unused;", "", "drop column unused of table readings",
                        "DROP COLUMN IF EXISTS unused;", ""), new Hints(List.of(), Set.of("readings.unused"))));
    }

    @BeforeEach
    void makeFolder() throws Exception {
        migrations = Files.createDirectory(folder.resolve("db"));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aChangeOfEntitiesBecomesAMigrationThatKeepsAllElse(Case edit) throws Exception {
        write(1, "tables", differences(BEFORE, Hints.NONE));
        DataSource file = source("full");
        migrate(file);
        try (Connection connection = file.getConnection()) {
            execute(connection, OTHERS);
            execute(connection, ROWS);
        }
        Map<String, List<String>> before = content(file);

        Differences found = differences(edit.after(), edit.hints());
        assertThat(found.faults()).isEmpty();
        assertThat(found.changes()).extracting(Change::words).containsExactlyElementsOf(edit.words());
        Path written = write(2, edit.name(), found);
        assertThat(Files.readString(written)).contains(edit.sql());
        if (edit.name().startsWith("drop a column")) {
            try (Connection connection = file.getConnection()) {
                // SQLite drops no column while any view is broken.
                execute(connection, List.of("DROP VIEW broken"));
            }
        }
        migrate(file);

        Differences again = differences(edit.after(), Hints.NONE);
        assertThat(again.changes()).as("a second time").isEmpty();
        try (Connection connection = file.getConnection();
                Connection empty = source("e" + System.nanoTime()).getConnection()) {
            Differences there = EditedEntities.read(folder, edit.after()).with(connection, empty, Hints.NONE);
            assertThat(there.changes()).as("the full file").isEmpty();
            assertThat(form(connection)).contains(edit.form().isEmpty() ? "id INT null" : edit.form());
            assertThat(strings(connection, "PRAGMA integrity_check")).containsExactly("ok");
            assertThat(strings(connection, "SELECT name FROM sqlite_schema WHERE name IN ('told', 'named', 'theirs')"
                    + " ORDER BY name")).containsExactly("named", "theirs", "told");
            assertThat(strings(connection, "SELECT count(*) FROM seen")).as("no trigger fired").containsExactly("0");
            assertThat(strings(connection, "SELECT name FROM named WHERE id = 7")).containsExactly("a");
        }
        assertKept(edit, before, content(file));
    }

    @Test
    void whatCannotBeWrittenByItselfIsSaidInASentence() throws Exception {
        write(1, "tables", differences(BEFORE, Hints.NONE));
        Differences found = differences(BEFORE.replace("public Double madeAt;",
                "public Double madeAt; @NotNull public Double extra;"), Hints.NONE);
        assertThat(found.faults()).singleElement().asString().contains("column extra of table readings", "default");
        assertThat(differences(
                BEFORE.replace("@Id\n    public String name;", "@Id public String name; @Id public Long more;"),
                Hints.NONE).faults()).singleElement().asString().contains("more of table places", "primary key");
    }

    @Test
    void anotherActionOfAForeignKeyIsAChangeOfIt() throws Exception {
        String refers = BEFORE.replace("public String place;",
                "@ManyToOne @JoinColumn(name = \"place\") public Place place;");
        String cleared = refers.replace("@ManyToOne", "@ManyToOne @OnDelete(action = OnDeleteAction.SET_NULL)");
        write(1, "tables", differences(refers, Hints.NONE));
        Differences found = differences(cleared, Hints.NONE);
        assertThat(found.faults()).isEmpty();
        assertThat(found.left()).isEmpty();
        assertThat(found.changes()).extracting(Change::words)
                .containsExactly("let the foreign key (place) of table readings have SET NULL on delete");
        write(2, "cleared", found);
        assertThat(differences(cleared, Hints.NONE).changes()).isEmpty();
        assertThat(differences(refers, Hints.NONE).changes()).extracting(Change::words)
                .containsExactly("let the foreign key (place) of table readings have NO ACTION on delete");
        DataSource file = source("full");
        migrate(file);
        try (Connection connection = file.getConnection()) {
            assertThat(form(connection)).filteredOn(fact -> fact.startsWith("refers"))
                    .containsExactly("refers place to places(name) set null");
        }
    }

    @Test
    void whatSqliteRefusesIsSaidInASentence() throws Exception {
        write(1, "tables", differences(BEFORE, Hints.NONE));
        assertThat(differences(BEFORE, new Hints(List.of(Hints.Rename.of("readings.flux=name")), Set.of())).faults())
                .singleElement().asString().contains("RENAME COLUMN IF EXISTS flux TO name", "of that name");
        assertThat(differences(BEFORE.replace("@ColumnDefault(\"'new'\")", "@ColumnDefault(\"made up\")"), Hints.NONE)
                .faults()).singleElement().asString().contains("CREATE TABLE", "syntax error");
    }

    @Test
    void anUnchangedModelHasNoChange() throws Exception {
        write(1, "tables", differences(BEFORE, Hints.NONE));
        Differences found = differences(BEFORE, Hints.NONE);
        assertThat(found.changes()).isEmpty();
        assertThat(found.left()).isEmpty();
        assertThat(differences(BEFORE.replace("@ColumnDefault(\"'new'\")", "").replace("public Double unused;", "")
                .replace(", indexes = @Index(name = \"idx_readings_made\", columnList = \"made_at\")", ""), Hints.NONE))
                .satisfies(less -> assertThat(less.changes()).isEmpty())
                .satisfies(less -> assertThat(less.left()).containsExactlyInAnyOrder("index idx_readings_made",
                        "column unused of table readings", "the default 'new' of column state of table readings"));
    }

    @Test
    void aHintThatNothingComesOfIsSaid() {
        Hints hints = new Hints(List.of(Hints.Rename.of("a.b=c")), new TreeSet<>(Set.of("d.e", "f", "g")));
        assertThat(hints
                .unused(List.of(Change.of("f", "drop index f", ""), Change.of("d", "drop column E of table d", ""))))
                .containsExactly("nothing is there to rename column b of table a to c",
                        "nothing is there to drop that is called g and that no entity has");
    }

    private Differences differences(String entities, Hints hints) throws Exception {
        DataSource head = source("h" + System.nanoTime());
        migrate(head);
        try (Connection connection = head.getConnection();
                Connection empty = source("e" + System.nanoTime()).getConnection()) {
            return EditedEntities.read(folder, entities).with(connection, empty, hints);
        }
    }

    /** As the service migrates. */
    private DataSource source(String name) {
        return new DatabaseSettings(Map.of()).engine().migrations(new Location.File(folder.resolve(name + ".sqlite3")));
    }

    private void migrate(DataSource source) {
        Flyway.configure().locations("filesystem:" + migrations).table("flyway_test").dataSource(source).load()
                .migrate();
    }

    private Path write(int version, String message, Differences found) throws Exception {
        return Files.writeString(migrations.resolve(MigrationText.fileName(version, message)),
                MigrationText.of(message, found.changes()));
    }

    private static void execute(Connection connection, List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Each value with its storage class, by table and column, in the order of the rows. */
    private static Map<String, List<String>> content(DataSource source) throws SQLException {
        Map<String, List<String>> content = new TreeMap<>();
        try (Connection connection = source.getConnection()) {
            for (Map.Entry<String, TableShape> table : TableShape.all(connection).entrySet()) {
                for (String column : table.getValue().columns().keySet()) {
                    content.put(table.getKey() + "." + column,
                            strings(connection, "SELECT rowid || ' ' || typeof(" + column
                                    + ") || ' ' || coalesce(CASE typeof(" + column
                                    + ") WHEN 'real' THEN printf('%!.20e', " + column
                                    + ") ELSE hex(CAST(" + column + " AS BLOB)) END, '') FROM " + table.getKey()
                                    + " ORDER BY rowid"));
                }
            }
        }
        return content;
    }

    /** What SQLite says of the readings. */
    private static List<String> form(Connection connection) throws SQLException {
        TableShape table = TableShape.all(connection).get("readings");
        List<String> form = new ArrayList<>();
        table.columns().values().forEach(column -> form.add(column.name() + " " + column.affinity()
                + (column.notNull() ? " not null" : " null")
                + (column.fallback() == null ? "" : " default " + column.fallback())));
        table.uniques().forEach(unique -> form.add("unique " + String.join(", ", unique)));
        table.indexes().values()
                .forEach(index -> form.add("index " + index.name() + " " + String.join(", ", index.columns())));
        table.references().forEach(reference -> form.add("refers " + reference));
        return form;
    }

    private static void assertKept(Case edit, Map<String, List<String>> before, Map<String, List<String>> after) {
        before.forEach((column, values) -> {
            switch (edit.name() + " " + column) {
                case "change a type readings.flux" ->
                    assertThat(after.get(column)).extracting(value -> value.split(" ")[1])
                            .containsExactly("real", "text", "blob", "null");
                case "rename a column readings.flux" -> assertThat(after.get("readings.flux_jy")).isEqualTo(values);
                case "rename a table places.name", "rename a table places.far" -> assertThat(
                        after.get(column.replace("places", "sites"))).isEqualTo(values);
                case "drop a column readings.unused" -> assertThat(after).doesNotContainKey(column);
                default -> assertThat(after.get(column)).as(column).isEqualTo(values);
            }
        });
    }
}
