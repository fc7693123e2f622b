package org.dsa110.contimg.rest.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
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
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.products.MeasurementSet;
import org.dsa110.contimg.rest.declare.RowListener;
import org.dsa110.contimg.rest.internal.table.TableDescription;
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

    private void importRows(int rows, int fault) {
        String upload = IntStream.range(0, rows).mapToObj(i -> mark + i)
                .collect(Collectors.joining("\n", "path\n", "\n"));
        TableWrites writes = new TableWrites(units, validator, new KeptAnswers(clock), table, RowListener.NONE);
        CsvRows csv = new CsvRows(new ByteArrayInputStream(upload.getBytes(StandardCharsets.UTF_8)), table,
                writes.newRow());
        AtomicInteger read = new AtomicInteger();
        new Import(units, writes).run(() -> {
            if (read.incrementAndGet() > fault) {
                throw new IllegalStateException("mine");
            }
            return csv.next();
        });
    }
}
