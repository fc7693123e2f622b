package org.dsa110.contimg.rest.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import jakarta.inject.Inject;
import jakarta.validation.Validator;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.database.Statements;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.products.MeasurementSet;
import org.dsa110.contimg.rest.declare.RowListener;
import org.dsa110.contimg.rest.internal.imports.ImportReport.Failure;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.dsa110.contimg.rest.internal.write.GivenRows;
import org.dsa110.contimg.rest.internal.write.KeptAnswers;
import org.dsa110.contimg.rest.internal.write.TableWrites;
import org.junit.jupiter.api.Test;

/** An import that a fault of the program itself ends when some of its rows are stored. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class ImportFaultTest {
    private final String mark = UUID.randomUUID().toString();
    private final TableDescription<MeasurementSet> table = new TableDescription<>(Database.PRODUCTS,
            MeasurementSet.class);

    @Inject
    UnitExecutor units;
    @Inject
    Validator validator;
    @Inject
    Clock clock;
    @Inject
    ImportProblems problems;
    @Inject
    ObjectMapper json;

    @Test
    void itIsToldHowManyRowsAreStoredAndWhereToGoOn() throws Exception {
        ImportStoppedException stopped = catchThrowableOfType(ImportStoppedException.class, () -> importRows(600, 300));
        assertThat(stopped).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(stopped.soFar.imported()).isEqualTo(250);

        UriInfo request = (UriInfo) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{UriInfo.class},
                (proxy, method, arguments) -> "/ms_index:import");
        Response response = problems.of(stopped, request);
        JsonNode problem = json.readTree((String) response.getEntity());
        assertThat(response.getStatus()).isEqualTo(500);
        assertThat(problem.get("imported").asInt()).isEqualTo(250);
        assertThat(problem.get("next_line").asInt()).isEqualTo(252);
        assertThat(problem.get("detail").asText()).contains("250 rows stored").doesNotContain("mine");
    }

    @Test
    void whereNothingIsStoredTheFaultIsAllThereIsToTell() {
        assertThat(catchThrowableOfType(IllegalStateException.class, () -> importRows(10, 5))).hasMessage("mine");
    }

    /** A client that sends one row in a while would else hear of a full disk when the next batch is full. */
    @Test
    void whereABatchCannotBeStoredNoMoreIsRead() {
        AtomicInteger read = new AtomicInteger();
        DatabaseException full = new DatabaseException(Kind.FULL, "no space", null);
        UnitExecutor refusing = executor("write", () -> Uni.createFrom().failure(full));
        ImportStoppedException stopped = catchThrowableOfType(ImportStoppedException.class,
                () -> importer(refusing).run(rows(10_000, read, () -> {
                })));
        assertThat(stopped).hasCause(full);
        assertThat(stopped.soFar.imported()).isZero();
        assertThat(read).hasValue(250);
    }

    @Test
    void whatWasReadWhenTheServiceIsToldToStopIsStoredAndNoMoreIsRead() {
        AtomicInteger read = new AtomicInteger();
        AtomicBoolean stopping = new AtomicBoolean();
        ImportStoppedException stopped = catchThrowableOfType(ImportStoppedException.class,
                () -> importer(executor("isStopping", stopping::get)).run(rows(1000, read,
                        () -> stopping.set(read.get() == 300))));
        assertThat(stopped).hasCauseInstanceOf(DatabaseException.class);
        assertThat(stopped.soFar.imported()).isEqualTo(300);
        assertThat(read).hasValue(300);
    }

    /** As a unit is whose transaction was lost: nothing of its first run is there. */
    @Test
    void aUnitThatIsRunAgainStoresAndCountsItsRowsOnce() {
        UnitExecutor twice = (UnitExecutor) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[]{UnitExecutor.class},
                (proxy, called,
                        arguments) -> called.getName().equals("write")
                                && called.getParameterTypes()[1] == UnitOfWork.class
                                        ? units.write((Database) arguments[0], again((UnitOfWork<?>) arguments[1]))
                                        : called.invoke(units, arguments));
        String lines = new String(upload(600), StandardCharsets.UTF_8) + mark + "7\n";
        ImportReport report = importer(twice).run(new CsvRows(
                new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), table,
                writes(units).newRow(GivenRows.NEW)));
        assertThat(report.imported()).isEqualTo(600);
        assertThat(report.failures()).singleElement().extracting(Failure::line).isEqualTo(602L);
        assertThat(units.read(Database.PRODUCTS, UnitOfWork.sql("count", connection -> {
            try (PreparedStatement count = Statements.prepare(connection,
                    "SELECT count(*) FROM ms_index WHERE substr(path, 1, 36) = ?", List.of(mark));
                    ResultSet row = count.executeQuery()) {
                return row.getLong(1);
            }
        })).await().indefinitely()).isEqualTo(600);
    }

    private static <T> UnitOfWork<T> again(UnitOfWork<T> work) {
        return UnitOfWork.bulk(work.label(), connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SAVEPOINT lost");
                work.run(connection);
                statement.execute("ROLLBACK TO lost");
            }
            return work.run(connection);
        });
    }

    /** That of the program, but for one method. */
    private UnitExecutor executor(String method, Supplier<?> answer) {
        return (UnitExecutor) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{UnitExecutor.class},
                (proxy, called, arguments) -> called.getName().equals(method)
                        ? answer.get()
                        : called.invoke(units, arguments));
    }

    private Import importer(UnitExecutor executor) {
        return new Import(executor, writes(executor), GivenRows.NEW);
    }

    private TableWrites writes(UnitExecutor executor) {
        return new TableWrites(executor, validator, new KeptAnswers(clock), table, RowListener.NONE);
    }

    private ImportSource rows(int rows, AtomicInteger read, Runnable eachTime) {
        CsvRows csv = new CsvRows(new ByteArrayInputStream(upload(rows)), table, writes(units).newRow(GivenRows.NEW));
        return () -> {
            read.incrementAndGet();
            eachTime.run();
            return csv.next();
        };
    }

    private byte[] upload(int rows) {
        return IntStream.range(0, rows).mapToObj(i -> mark + i).collect(Collectors.joining("\n", "path\n", "\n"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private void importRows(int rows, int fault) {
        TableWrites writes = writes(units);
        CsvRows csv = new CsvRows(new ByteArrayInputStream(upload(rows)), table,
                writes.newRow(GivenRows.NEW));
        AtomicInteger read = new AtomicInteger();
        new Import(units, writes, GivenRows.NEW).run(() -> {
            if (read.incrementAndGet() > fault) {
                throw new IllegalStateException("mine");
            }
            return csv.next();
        });
    }
}
