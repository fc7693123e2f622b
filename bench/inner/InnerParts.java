package inner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.validation.Validation;
import jakarta.ws.rs.core.MultivaluedHashMap;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.database.internal.DatabaseSettings;
import org.dsa110.contimg.database.internal.engine.Meters;
import org.dsa110.contimg.database.internal.engine.ReadConnection;
import org.dsa110.contimg.database.internal.engine.RunningReads;
import org.dsa110.contimg.database.internal.engine.Storage;
import org.dsa110.contimg.database.internal.engine.WriteConnection;
import org.dsa110.contimg.products.Image;
import org.dsa110.contimg.rest.declare.RowListener;
import org.dsa110.contimg.rest.internal.list.ListFormat;
import org.dsa110.contimg.rest.internal.list.ListRequest;
import org.dsa110.contimg.rest.internal.list.RowJson;
import org.dsa110.contimg.rest.internal.list.Rows;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.dsa110.contimg.rest.internal.write.BodyParser;
import org.dsa110.contimg.rest.internal.write.EntityTags;
import org.dsa110.contimg.rest.internal.write.RowRule;
import org.dsa110.contimg.rest.internal.write.RowWriter;
import org.dsa110.contimg.rest.internal.write.TableWrites;
import org.dsa110.contimg.rest.query.NamedList;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the inner parts of a request cost one thread, without HTTP, hand-overs and the disk: images of 21 columns, all given, in a file of
 * 10,000 of them with the index that a list goes by, and the service's own connections, settings and statements.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class InnerParts {
    private static final int ROWS = 10_000;
    private static final String BODY = """
            {"path":"/stage/images/2026/PLACE.fits","ms_path":"/stage/ms/2026/new.ms","created_at":1900000000.125,"type":"dirty",\
            "beam_major_arcsec":14.31,"beam_minor_arcsec":10.72,"beam_pa_deg":33.125,"noise_jy":0.000123,"pbcor":1,"format":"fits",\
            "dynamic_range":1234.5,"field_name":"field_0001","center_ra_deg":188.51,"center_dec_deg":56.77,"imsize_x":4096,\
            "imsize_y":4096,"cellsize_arcsec":3.0,"freq_ghz":1.405,"bandwidth_mhz":187.5,"integration_sec":309.24}""";

    private final TableDescription<Image> images = new TableDescription<>(Database.PRODUCTS, Image.class);
    private final Rows rows = new Rows(images);
    private final byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
    private TableWrites writes;
    private RowRule rule;
    private Path folder;
    private Storage storage;
    private ReadConnection reader;
    private WriteConnection writer;
    private ListRequest newest;
    private byte[] row;
    private long next;
    private double number = 1.77e9;

    @Setup
    public void open() throws IOException, SQLException {
        writes = new TableWrites(null, Validation.buildDefaultValidatorFactory().getValidator(), null, images, RowListener.NONE);
        rule = writes.newRow();
        folder = Files.createTempDirectory("contimg-db-inner");
        Path file = folder.resolve("products.sqlite3");
        try (Connection connection = org.sqlite.JDBC.createConnection("jdbc:sqlite:" + file, new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("CREATE TABLE images (" + images.columns().stream().map(InnerParts::declared).collect(Collectors.joining(", ")) + ")");
            statement.execute("CREATE INDEX idx_images_type_created ON images (type, created_at)");
        }
        storage = new DatabaseSettings(Map.of()).engine().open(new Location.File(file), new Meters(new SimpleMeterRegistry(), Tags.empty()));
        writer = storage.openWriter(new NoReads(), () -> false);
        begin();
        try (RowWriter store = writes.store(writer.jdbc())) {
            for (int i = 0; i < ROWS; i++) {
                store.add(parseBody());
            }
        }
        writer.commit();
        reader = storage.openReader();
        MultivaluedHashMap<String, String> parameters = new MultivaluedHashMap<>(Map.of("type", "dirty", "order", "-created_at"));
        newest = ListRequest.parse(images, parameters, NamedList.ALL, ListFormat.JSON);
        row = oneRow();
        begin();
    }

    private static String declared(ColumnDescription column) {
        return column.sql() + (column.key() ? " INTEGER PRIMARY KEY" : "");
    }

    private void begin() {
        writer.begin(System.nanoTime(), () -> false);
    }

    /** What an iteration adds goes again, so that each has the same file. */
    @TearDown(Level.Iteration)
    public void undo() {
        writer.rollback();
        begin();
    }

    @TearDown
    public void close() throws IOException {
        writer.rollback();
        reader.close();
        writer.close();
        storage.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** A read of one row by its key: its transaction, its SELECT, its JSON. */
    @Benchmark
    public byte[] oneRow() throws SQLException, IOException {
        reader.beginRead();
        byte[] json = rows.get(reader.jdbc(), List.of(1 + next++ * 7919 % ROWS));
        reader.rollback();
        return json;
    }

    /** A list of 100 rows of a type, newest first. */
    @Benchmark
    public byte[] listOf100() throws SQLException, IOException {
        reader.beginRead();
        byte[] json = rows.list(reader.jdbc(), newest);
        reader.rollback();
        return json;
    }

    /** A row added by the writer and read back, in a savepoint, without a commit. */
    @Benchmark
    public byte[] rowAdded() throws SQLException, IOException {
        writer.savepoint();
        try (RowWriter store = writes.store(writer.jdbc())) {
            return rows.get(writer.jdbc(), store.add(parseBody()));
        } finally {
            writer.releaseSavepoint();
        }
    }

    /** A body parsed and checked; a part of {@link #rowAdded}, but on the event loop. */
    @Benchmark
    public Map<ColumnDescription, Object> parseBody() {
        return new BodyParser(images, rule).parseRow(body);
    }

    @Benchmark
    public String entityTag() {
        return EntityTags.of(row);
    }

    /** A time as text, of which a row has one to three. */
    @Benchmark
    public String number() {
        number += 0.0625;
        return RowJson.plain(number);
    }

    /** None runs beside the writes. */
    private static final class NoReads implements RunningReads {
        @Override
        public int inUse() {
            return 0;
        }

        @Override
        public OwnRead oldest() {
            return null;
        }

        @Override
        public void holdBack(Duration longest) {
        }

        @Override
        public void letIn() {
        }

        @Override
        public boolean heldBack() {
            return false;
        }
    }
}
