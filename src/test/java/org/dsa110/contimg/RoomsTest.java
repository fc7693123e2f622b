package org.dsa110.contimg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which room may import which. DESIGN.md says what each is for; {@code target/rooms.txt} is what this test has seen. */
class RoomsTest {
    /** By room, those that it may import; indented lines go on with the one before. */
    private static final String MAY_IMPORT = """
        files:
        internal.json:
        internal.logs:
        internal.settings: files
        internal.time: internal.logs
        observation:
        database:
        database.internal.engine: internal.logs, database
        database.internal.unit: internal.logs, database, database.internal.engine
        database.internal.readers: internal.logs, database, database.internal.engine, database.internal.unit
        database.internal.writer: internal.logs, database, database.internal.engine, database.internal.unit,
          database.internal.readers
        database.internal: files, internal.logs, database, database.internal.engine, database.internal.unit,
          database.internal.readers, database.internal.writer
        database.internal.sqlite.alter:
        database.internal.sqlite.schema: database, database.internal.sqlite.alter
        database.internal.sqlite.look: files
        database.internal.sqlite.adoption: files, database, database.internal.sqlite.alter, database.internal.sqlite.schema,
          database.internal.sqlite.look
        database.internal.sqlite.copies: database
        database.internal.sqlite: files, internal.logs, database, database.internal.engine, database.internal.unit,
          database.internal.sqlite.alter, database.internal.sqlite.schema, database.internal.sqlite.adoption,
          database.internal.sqlite.copies, database.internal.sqlite.look
        migration.revision:
        migration: files, database, migration.revision
        backup: files, internal.json, internal.logs, internal.time, database, migration
        rest.problem:
        rest.declare: rest.problem
        rest.internal: rest.problem, rest.declare
        rest.internal.table: database, rest.problem, rest.declare
        rest.query: rest.problem, rest.internal.table
        rest.internal.list: internal.json, database, rest.problem, rest.declare, rest.query, rest.internal,
          rest.internal.table
        rest.internal.export: internal.json, internal.logs, database, rest.declare, rest.internal, rest.internal.table,
          rest.internal.list
        rest.internal.write: internal.json, database, rest.problem, rest.declare, rest.internal, rest.internal.table,
          rest.internal.list
        rest.internal.errors: internal.json, internal.logs, database, rest.problem, rest.declare, rest.query,
          rest.internal
        rest.internal.found: database, rest.problem, rest.declare, rest.query, rest.internal.table
        rest.internal.metrics: rest.declare, rest.internal.errors
        rest.internal.imports: internal.json, database, rest.problem, rest.declare, rest.internal.table,
          rest.internal.write, rest.internal.errors
        rest.internal.access: files, rest.problem, rest.declare, rest.internal, rest.internal.errors
        rest: internal.json, database, rest.problem, rest.declare, rest.query, rest.internal, rest.internal.table,
          rest.internal.list, rest.internal.export, rest.internal.write, rest.internal.found, rest.internal.imports, rest.internal.access
        rest.events: internal.logs, database, rest.problem, rest.declare
        rest.stats: internal.json, internal.logs, database, rest.problem, rest.declare, rest.query, rest
        rest.internal.openapi: database, rest.problem, rest.declare, rest.query, rest.internal.table, rest.internal.list,
          rest.internal.write, rest.internal.access, rest, rest.stats
        vo.internal.obscore: database, rest.problem, rest.declare, rest.query, rest.internal.table, rest.internal.list
        vo: database, rest.problem, rest.declare, rest.internal, rest.internal.table, rest.internal.list, rest.internal.export,
          rest.internal.write, vo.internal.obscore
        console: rest.declare, rest.internal
        calregistry: database, rest.problem, rest.declare, rest.query, rest, rest.stats
        ingest: database, observation, rest.problem, rest.declare, rest.query, rest, rest.stats
        ingest.internal.filter:
        ingest.internal.hdf5file: files
        ingest.internal.dataset: ingest.internal.filter, ingest.internal.hdf5file
        ingest.internal.uvh5: files, ingest, ingest.internal.hdf5file, ingest.internal.dataset
        ingest.internal.queue: database, observation, ingest
        ingest.internal.claims: internal.json, internal.logs, database, observation, rest.problem, rest.declare, rest.query,
          rest, ingest, ingest.internal.queue
        ingest.internal.folder: files, observation
        ingest.internal.grouping: files, database, observation, ingest, ingest.internal.uvh5, ingest.internal.queue,
          ingest.internal.folder
        ingest.internal.process:
        ingest.internal.conversion: files, internal.json, internal.logs, database, observation, ingest, ingest.internal.uvh5,
          ingest.internal.queue, ingest.internal.claims, ingest.internal.process
        ingest.internal.incomplete: database, observation, ingest, ingest.internal.queue, ingest.internal.claims
        ingest.internal.steering: internal.json, database, rest.problem, rest.declare, rest.query, rest.internal.access, rest,
          rest.events, ingest, ingest.internal.queue, ingest.internal.claims, ingest.internal.conversion
        ingest.internal.schedule: internal.time, database, migration, ingest, ingest.internal.grouping, ingest.internal.conversion,
          ingest.internal.incomplete
        dataregistry: database, observation, rest.problem, rest.declare, rest.query, rest, rest.stats, ingest
        hdf5: database, observation, rest.problem, rest.declare, rest.query, rest, rest.stats, ingest
        products.internal.plot: rest.internal.export
        products.internal.sources: database, rest.declare
        products: internal.json, database, observation, rest.problem, rest.declare, rest.query, rest.internal.access, rest,
          rest.stats, ingest, products.internal.sources, products.internal.plot
        products.internal.variability: internal.logs, database, migration, rest.problem, rest.declare, rest,
          products.internal.sources, products
        housekeeping: files, internal.logs, database, migration, observation, rest.problem, rest.declare, rest.query, ingest
        cli.schema: files, internal.logs, database, database.internal, migration.revision, migration
        cli.backup: backup, database, cli.schema
        cli: files, internal.json, internal.logs, internal.settings, database, migration, observation, ingest,
          rest.internal.access, cli.schema, cli.backup
        """;
    /** Nobody imports it: what the engine is shows nowhere else. */
    private static final String ENGINE = "database.internal.sqlite";
    private static final Pattern QUESTION = Pattern.compile("^\\| `([a-z0-9.]+)` \\| .*\\? .*\\|$", Pattern.MULTILINE);
    private static final int MOST_FILES = 20;
    /** An entity, a repository and a resource for each table: many files, and one question all the same. */
    private static final Set<String> TABLES = Set.of("products");

    private static Rooms rooms;

    @BeforeAll
    static void read() throws IOException {
        rooms = Rooms.ofMainClasses();
        Files.writeString(Path.of("target/rooms.txt"), rooms.report());
    }

    @Test
    void theTableHasEveryRoom() {
        assertThat(rooms.files().keySet()).isEqualTo(mayImport().keySet());
    }

    @Test
    void theDesignHasTheQuestionOfEveryRoom() throws IOException {
        Set<String> described = new TreeSet<>();
        Matcher rows = QUESTION.matcher(Files.readString(Path.of("DESIGN.md")));
        while (rows.find()) {
            described.add(rows.group(1));
        }
        assertThat(described).isEqualTo(mayImport().keySet());
    }

    @Test
    void noRoomImportsWhatItMayNot() {
        List<String> others = new ArrayList<>();
        rooms.imports().forEach((room, imported) -> imported.forEach((name, places) -> {
            if (!mayImport().getOrDefault(room, Set.of()).contains(name)) {
                places.forEach((classes, place) -> others.add(classes + ": " + place));
            }
        }));
        assertThat(others).isEmpty();
    }

    @Test
    void roomsDoNotImportInACircle() {
        assertThat(Rooms.circles(rooms.imports())).isEmpty();
    }

    @Test
    void classesOfRestDoNotUseEachOtherInACircle() {
        assertThat(Rooms.circles(rooms.uses("rest"))).isEmpty();
    }

    @Test
    void nobodyImportsTheEngine() {
        List<String> places = new ArrayList<>();
        rooms.imports().values()
                .forEach(imported -> imported.getOrDefault(ENGINE, Map.of())
                        .forEach((classes, place) -> places.add(classes + ": " + place)));
        assertThat(places).isEmpty();
    }

    @Test
    void aRoomHasFewFiles() {
        Map<String, Set<String>> large = new TreeMap<>(rooms.files());
        large.values().removeIf(files -> files.size() <= MOST_FILES);
        large.keySet().removeAll(TABLES);
        assertThat(large).isEmpty();
    }

    private static Map<String, Set<String>> mayImport() {
        Map<String, Set<String>> table = new TreeMap<>();
        for (String line : MAY_IMPORT.replace(",\n  ", ", ").split("\n")) {
            String[] parts = line.split(": ?", 2);
            Set<String> imported = parts[1].isEmpty() ? Set.of() : new TreeSet<>(List.of(parts[1].split(", ")));
            assertThat(table.put(parts[0], imported)).as("a second line of %s", parts[0]).isNull();
        }
        return table;
    }
}
