package org.dsa110.contimg.database.internal.sqlite.adoption;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

import org.dsa110.contimg.RebuiltTable;
import org.dsa110.contimg.database.internal.sqlite.schema.MadeSchema;

/** Files as programs in the field made them, and the migrations that they are to be brought to. */
public final class SampleFiles {
    private static final Path SAMPLES = Path.of("src/test/resources/adoption/samples.zip");
    private static final Path MIGRATIONS = Path.of("src/main/resources/db");
    /** Between two statements: a mark that no text has. */
    private static final String NEXT = "\n\u001e\n";
    /** The columns of a queue as it grew; an old one has the first 6, 8, 9 or 10. */
    private static final List<String> QUEUE = List.of("group_id TEXT PRIMARY KEY", "state TEXT NOT NULL",
            "received_at REAL NOT NULL", "last_update REAL NOT NULL", "retry_count INTEGER NOT NULL DEFAULT 0",
            "error TEXT",
            "checkpoint_path TEXT", "processing_stage TEXT DEFAULT 'collecting'", "chunk_minutes REAL",
            "expected_subbands INTEGER");

    /** By the migrations that make them: many files are brought to the same, and running all migrations takes longer than most else. */
    private static final Map<Map<String, List<String>>, MadeSchema> MADE = new ConcurrentHashMap<>();
    private static final Map<Map<String, List<String>>, Map<String, Table>> WANTED = new ConcurrentHashMap<>();

    private SampleFiles() {
    }

    static Stream<String> names() {
        return Stream.of("orm/products", "orm/hdf5", "orm/ingest", "orm/cal_registry", "orm/data_registry",
                "production/products", "production/hdf5", "production/ingest", "production/cal_registry",
                "production/data_registry", "unified/pipeline", "unified/pipeline-grown", "queue/6", "queue/8",
                "queue/9", "queue/10");
    }

    /** Makes a file of a sample in a folder. */
    public static Path make(String sample, Path folder) throws SQLException, IOException {
        Path file = folder.resolve(sample.replace('/', '-') + ".sqlite3");
        try (Connection connection = RebuiltTable.connect(file); Statement statement = connection.createStatement()) {
            statement.executeUpdate("BEGIN");
            for (String sql : sample.startsWith("queue/") ? queue(sample) : text(sample)) {
                statement.executeUpdate(sql);
            }
            statement.executeUpdate("COMMIT");
        }
        return file;
    }

    private static List<String> text(String sample) throws IOException {
        try (ZipFile samples = new ZipFile(SAMPLES.toFile());
                InputStream text = samples.getInputStream(samples.getEntry(sample + ".sql"))) {
            return List.of(new String(text.readAllBytes(), StandardCharsets.UTF_8).split(NEXT));
        }
    }

    private static List<String> queue(String sample) {
        int columns = Integer.parseInt(sample.substring(sample.indexOf('/') + 1));
        List<String> statements = new ArrayList<>();
        statements.add("CREATE TABLE ingest_queue (" + String.join(", ", QUEUE.subList(0, columns))
                + ", CHECK (state IN ('collecting', 'pending', 'completed')))");
        statements.add("CREATE TABLE subband_files (group_id TEXT NOT NULL, subband_idx INTEGER NOT NULL,"
                + " path TEXT NOT NULL, PRIMARY KEY (group_id, subband_idx))");
        for (int i = 0; i < 10; i++) {
            statements.add("INSERT INTO ingest_queue (group_id, state, received_at, last_update, error) VALUES"
                    + " ('2025-10-02T00:0" + i + ":00', 'pending', 1759363200." + i + ", 'not a number', X'00ff')");
            statements.add("INSERT INTO subband_files VALUES ('2025-10-02T00:0" + i + ":00', 0, '/data/sb" + i + "')");
        }
        return statements;
    }

    /** The migrations of the database that a sample is of; of all five for the one-file layout. */
    static Map<String, List<String>> migrations(String sample) throws IOException {
        String database = sample.startsWith("queue/") ? "ingest" : sample.substring(sample.indexOf('/') + 1);
        return switch (database) {
            case "products" -> Map.of("flyway_products", scripts("products", "products_alone", "all"));
            case "hdf5" -> Map.of("flyway_hdf5", scripts("hdf5", "hdf5_alone", "all"));
            case "pipeline", "pipeline-grown" -> {
                Map<String, List<String>> all = new LinkedHashMap<>();
                all.put("flyway_products", scripts("products", "products_with_hdf5", "products_and_hdf5", "all"));
                all.put("flyway_cal_registry", scripts("cal_registry", "all"));
                all.put("flyway_hdf5", scripts("hdf5", "hdf5_with_products", "products_and_hdf5", "all"));
                all.put("flyway_ingest", scripts("ingest", "all"));
                all.put("flyway_data_registry", scripts("data_registry", "all"));
                yield all;
            }
            case "ingest" -> Map.of("flyway_ingest", scripts("ingest", "ingest_alone", "all"));
            default -> Map.of("flyway_" + database, scripts(database, "all"));
        };
    }

    private static List<String> scripts(String... folders) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String folder : folders) {
            try (Stream<Path> scripts = Files.list(MIGRATIONS.resolve(folder))) {
                scripts.forEach(files::add);
            }
        }
        files.sort(Comparator.comparing(
                path -> Integer.valueOf(path.getFileName().toString().replaceAll("^V(\\d+).*", "$1"))));
        List<String> texts = new ArrayList<>();
        for (Path file : files) {
            texts.add(Files.readString(file));
        }
        return texts;
    }

    /** What migrations make. */
    static MadeSchema made(Map<String, List<String>> migrations) {
        return MADE.computeIfAbsent(migrations,
                all -> new MadeSchema(all.values().stream().flatMap(List::stream).toList()));
    }

    /** The tables that migrations make of an empty file. */
    static Map<String, Table> wanted(Map<String, List<String>> migrations) throws SQLException {
        Map<String, Table> tables = WANTED.get(migrations);
        if (tables == null) {
            try (Connection model = made(migrations).model()) {
                tables = Collections.unmodifiableMap(Table.all(model));
            }
            WANTED.put(migrations, tables);
        }
        return tables;
    }
}
