package org.dsa110.contimg.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsa110.contimg.PlainClient;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.observation.SubbandFileName;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.TableDescription;

/**
 * Random rows for any table, made from its description: texts, numbers and integers that are hard to keep. Rows that they refer to are
 * created as they are needed.
 */
public final class SampleRows {
    public static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> TEXTS = List.of("", "plain", "naïve ☃ 𝄞 \uD83D\uDE80", " spaces\tand\nlines\r ",
            "' \" \\ % _ ? $1 ; -- /* ..", "\uFFFD\uFFFF\u0001\u007F", "NULL", "1e5", "0x10", "e\u0301 \u00E9");
    /** Columns that may be null and are in a unique key of several. */
    private static final Set<String> UNIQUE_WITH_ANOTHER = Set.of("pointing_history.source",
            "dead_letter_queue.ms_path");
    private static final List<Long> INTEGERS = List.of(Long.MIN_VALUE, Long.MAX_VALUE, 0L, 1L, -1L, 9007199254740993L,
            (long) Integer.MIN_VALUE - 1);
    private static final List<Double> NUMBERS = List.of(Double.MIN_VALUE, -Double.MIN_VALUE, Double.MAX_VALUE,
            -Double.MAX_VALUE,
            Double.MIN_NORMAL, Math.nextDown(Double.MIN_NORMAL), 1e300, 1e-300, 0.0, 1.0, -3.0, 0.1 + 0.2, 1 / 3.0,
            9007199254740992.0, 9007199254740994.0, 1e22, 1e23, 61008.296296296296, 1764400309.6,
            9.2233720368547758E18);

    private final Random random;
    private final Map<String, ColumnFact> facts = ColumnFact.all().stream()
            .collect(Collectors.toMap(ColumnFact::toString, fact -> fact));

    public SampleRows(long seed) {
        this.random = new Random(seed);
    }

    /** All tables that are served, found among the classes, as the service may be another process. */
    public static List<TableDescription<?>> tables() {
        Path root = Path.of("target/classes");
        try (Stream<Path> files = Files.walk(root.resolve("org/dsa110/contimg"))) {
            return files.map(file -> root.relativize(file).toString()).filter(
                    name -> name.endsWith("Resource.class") || name.matches("[^$]*Tables\\$\\w+\\.class"))
                    .<Class<?>>map(name -> load(name.replace(".class", "").replace('/', '.')))
                    .filter(type -> type.getSuperclass() == TableResource.class)
                    .<TableDescription<?>>map(SampleRows::table).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, SampleRows.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TableDescription<?> table(Class<?> resource) {
        ParameterizedType table = (ParameterizedType) resource.getGenericSuperclass();
        String path = resource.getAnnotation(jakarta.ws.rs.Path.class).value();
        Database database = Database.valueOf(path.split("/")[3].toUpperCase(Locale.ROOT));
        return new TableDescription<>(database, (Class<?>) table.getActualTypeArguments()[0]);
    }

    public static String url(TableDescription<?> table) {
        return "/api/v1/" + table.database() + "/" + table.name();
    }

    /** A row with a value, or null where that may be, in each column that a client gives. */
    public Map<String, Object> full(TableDescription<?> table) {
        Map<String, Object> row = new LinkedHashMap<>();
        table.columns().stream().filter(ColumnDescription::isGiven)
                .forEach(column -> row.put(column.name(), mayBeNull(table, column) ? null : value(table, column)));
        // A service that runs promotes a group that collects and has as many files as it expects, be that none.
        row.computeIfPresent("expected_subbands",
                (name, number) -> "collecting".equals(row.get("state"))
                        ? (Object) (long) SubbandFileName.SUBBANDS
                        : number);
        return row;
    }

    /** Values for the columns that the service computes, as another program may leave them there. */
    public Map<String, Object> computed(TableDescription<?> table) {
        Map<String, Object> values = new LinkedHashMap<>();
        table.columns().stream().filter(ColumnDescription::computed)
                .forEach(column -> values.put(column.name(), mayBeNull(table, column) ? null : value(table, column)));
        return values;
    }

    /** A row with a value in those columns only that must have one. */
    public Map<String, Object> least(TableDescription<?> table) {
        Map<String, Object> row = new LinkedHashMap<>();
        table.columns().stream().filter(ColumnDescription::required)
                .filter(ColumnDescription::isGiven)
                .forEach(column -> row.put(column.name(), value(table, column)));
        return row;
    }

    /** Creates a row and returns it as it was answered. */
    public static JsonNode create(TableDescription<?> table, Map<String, Object> row) throws IOException {
        HttpResponse<String> answer = PlainClient.send("POST", url(table), "application/json",
                JSON.writeValueAsString(row));
        assertThat(answer.statusCode()).as("%s: %s", table, answer.body()).isEqualTo(201);
        return JSON.readTree(answer.body());
    }

    private boolean mayBeNull(TableDescription<?> table, ColumnDescription column) {
        return column.nullable() && !facts.get(table + "." + column.name()).given() && random.nextInt(6) == 0;
    }

    private Object value(TableDescription<?> table, ColumnDescription column) {
        String references = facts.get(table + "." + column.name()).references();
        if (!references.isEmpty()) {
            return referred(table, references);
        }
        if (!column.allowed().isEmpty()) {
            return pick(column.allowed());
        }
        return switch (column.type()) {
            // What must be given is often unique.
            case TEXT, ANY -> column.nullable() && !UNIQUE_WITH_ANOTHER.contains(table.name() + "." + column.name())
                    ? text()
                    : text() + new UUID(random.nextLong(), random.nextLong());
            case BOOLEAN -> random.nextBoolean();
            case INTEGER -> integer(column);
            case REAL -> column.key() ? 4e4 + random.nextDouble() * 1e5 : number(column);
        };
    }

    private Object referred(TableDescription<?> from, String references) {
        String[] target = references.split("\\.");
        TableDescription<?> table = tables().stream()
                .filter(each -> each.database() == from.database() && each.name().equals(target[0])).findFirst()
                .orElseThrow();
        try {
            JsonNode value = create(table, least(table)).get(target[1]);
            return value.isTextual() ? value.textValue() : (Object) value.longValue();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String text() {
        if (random.nextBoolean()) {
            return pick(TEXTS);
        }
        return random.ints(1 + random.nextInt(30), 1, Character.MAX_CODE_POINT + 1)
                .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    private Long integer(ColumnDescription column) {
        if (column.least() != null || column.greatest() != null) {
            long least = column.least() == null ? column.greatest().longValue() - 100 : column.least().longValue();
            return least + random.nextInt(
                    (int) ((column.greatest() == null ? least + 100 : column.greatest().longValue()) - least + 1));
        }
        // A number that other programs know a row by is unique.
        return random.nextBoolean() && !column.name().equals("id") ? pick(INTEGERS) : (Long) random.nextLong();
    }

    private Double number(ColumnDescription column) {
        if (column.least() != null && column.greatest() != null) {
            double least = column.least().doubleValue();
            double greatest = column.greatest().doubleValue();
            return switch (random.nextInt(5)) {
                case 0 -> least;
                case 1 -> greatest;
                default -> least + (greatest - least) * random.nextDouble();
            };
        }
        return number();
    }

    private Double number() {
        if (random.nextBoolean()) {
            return pick(NUMBERS);
        }
        double any = Double.longBitsToDouble(random.nextLong());
        // SQLite has one zero; NumbersAreKept says so.
        return Double.isFinite(any) && any != 0 ? any : random.nextGaussian();
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
