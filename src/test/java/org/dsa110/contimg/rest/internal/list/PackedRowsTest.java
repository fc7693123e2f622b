package org.dsa110.contimg.rest.internal.list;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.core.JsonGenerator;
import org.dsa110.contimg.internal.json.Json;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.ColumnType;
import org.junit.jupiter.api.Test;

/** Rows that SQLite has made JSON of go out byte for byte as those that are fetched value by value. */
class PackedRowsTest {
    private static final int ROWS = 20_000;
    private static final int COLUMNS = 7;
    private static final List<ColumnDescription> FIELDS = IntStream.range(0, COLUMNS).mapToObj(i -> "v" + i + "\"é")
            .map(name -> ColumnDescription.found(name, '"' + name.replace("\"", "\"\"") + '"', name, ColumnType.ANY,
                    false, ""))
            .toList();
    private static final String COLUMN_NAMES = FIELDS.stream().map(ColumnDescription::sql)
            .collect(Collectors.joining(", "));
    private static final double[] REALS = {0, 0.1, 0.1 + 0.2, 1e-3, 9.99e-4, -1e-4, 1e-5, 1e7, 9_999_999.5, 1e15, 1e16,
            1770825487.123456, 60712.123456789, -1.5e300, Double.MIN_VALUE, Double.MIN_NORMAL, Double.MAX_VALUE,
            Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 4503599627370497.5, 9007199254740993.0};

    private final long seed = Long.getLong("packed.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void everyRowIsAsFetchedValueByValue() throws SQLException, IOException {
        System.out.println("PackedRowsTest: -Dpacked.seed=" + seed);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE stored (" + COLUMN_NAMES + ")");
            connection.setAutoCommit(false);
            String marks = IntStream.range(0, COLUMNS).mapToObj(i -> i < 2 ? "CAST(? AS TEXT)" : "?")
                    .collect(Collectors.joining(", "));
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO stored VALUES (" + marks + ")")) {
                for (int row = 0; row < ROWS; row++) {
                    for (int i = 1; i <= COLUMNS; i++) {
                        insert.setObject(i, i <= 2 ? bytes() : value());
                    }
                    insert.executeUpdate();
                }
            }
            PackedRows packed = new PackedRows(FIELDS);
            try (Statement other = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT " + COLUMN_NAMES + " FROM stored ORDER BY rowid");
                    ResultSet arrays = other.executeQuery(
                            "SELECT " + packed.read().get(0).sql() + " FROM stored ORDER BY rowid")) {
                for (int row = 0; row < ROWS; row++) {
                    assertThat(rows.next() && arrays.next()).isTrue();
                    PackedRows one = new PackedRows(FIELDS);
                    one.add(arrays);
                    packed.add(arrays);
                    assertThat(json(one::writeTo)).as("row %d of seed %d", row, seed)
                            .isEqualTo(json(json -> RowJson.write(json, rows, FIELDS)));
                }
            }
            String all = json(packed::writeTo);
            assertThat(Json.mapper().readTree(all)).hasSize(ROWS);
        }
    }

    private interface Writing {
        void to(JsonGenerator json) throws SQLException, IOException;
    }

    private static String json(Writing writing) throws SQLException, IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.factory().build().createGenerator(bytes)) {
            json.writeStartArray();
            writing.to(json);
            json.writeEndArray();
        }
        return bytes.toString(UTF_8);
    }

    /** Of a text, which may be none in UTF-8. */
    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(12)];
        random.nextBytes(bytes);
        return random.nextBoolean() ? bytes : new String(bytes, UTF_8).getBytes(UTF_8);
    }

    private Object value() {
        return switch (random.nextInt(8)) {
            case 0 -> null;
            case 1 -> random.nextLong();
            case 2 -> (long) random.nextInt(2000) - 1000;
            case 3 -> Double.longBitsToDouble(random.nextLong());
            case 4 -> Math.rint(random.nextGaussian() * 1e6) / Math.pow(10, random.nextInt(12));
            case 5 -> random.nextGaussian() * Math.pow(10, random.nextInt(24) - 12);
            case 6 -> REALS[random.nextInt(REALS.length)];
            default -> "a \"text\" with \\ and \u0001\u001f\u007f\b\t\n\f\r/ \u2028 \uD83D\uDE80 " + random.nextInt();
        };
    }
}
