package org.dsa110.contimg.rest.stats;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.quarkus.arc.Arc;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.DisabledOnIntegrationTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.rest.OtherProgram;
import org.junit.jupiter.api.Test;

/** All databases at a glance. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class StatsTest {
    StateFiles files;

    private final String mark = UUID.randomUUID().toString();

    @Test
    void countsAndNewestRowsOfAllDatabasesAreOneCall() throws SQLException {
        // Other tests leave rows of any time.
        OtherProgram products = new OtherProgram(files.get(Database.PRODUCTS).toString());
        products.execute("UPDATE images SET created_at = 1.0");
        products.execute("UPDATE ms_index SET processed_at = 1.0");
        post("products/ms_index", Map.of("path", mark, "stage", mark, "processed_at", 4e9));
        for (int i = 0; i < 6; i++) {
            post("products/images", Map.of("path", mark + i, "ms_path", mark, "created_at", 5e9 + i, "type", mark));
        }
        post("cal_registry/caltables",
                Map.of("set_name", mark, "path", mark, "table_type", "K", "order_index", 10, "created_at", 1,
                        "status", mark, "valid_start_mjd", 2, "valid_end_mjd", 1));
        post("hdf5/hdf5_file_index",
                Map.of("path", mark, "filename", mark, "group_id", mark, "subband_code", "sb00", "timestamp_iso",
                        "2020-01-01T00:00:00", "timestamp_mjd", 58849, "stored", 1));
        post("ingest/ingest_queue", Map.of("group_id", mark, "state", "failed", "received_at", 1, "last_update", 1));
        post("data_registry/data_registry",
                Map.of("data_type", mark, "data_id", mark, "base_path", "/b", "stage_path", "/s", "status",
                        mark + "s", "created_at", 1, "staged_at", 1));
        given().get("/api/v1/stats").then().statusCode(200).contentType("application/json")
                .body("errors", equalTo(List.of()))
                .body(count("products.ms_by_stage", mark), equalTo(1))
                .body("products.ms_by_status.find { it.value == null }.count", greaterThan(0))
                .body(count("products.images_by_type", mark), equalTo(6))
                .body("products.newest_images.path", equalTo(List.of(mark + 5, mark + 4, mark + 3, mark + 2, mark + 1)))
                .body("products.newest_ms.path", hasItem(mark))
                .body(count("cal_registry.caltables_by_status", mark), equalTo(1))
                .body(count("hdf5.files_by_stored", "1"), greaterThan(0))
                .body(count("ingest.queue_by_state", "failed"), greaterThan(0))
                .body(count("data_registry.products_by_status", mark + "s"), equalTo(1))
                .body(count("data_registry.products_by_type", mark), equalTo(1));
    }

    @Test
    void anUnknownParameterIsNamed() {
        given().get("/api/v1/stats?limit=1").then().statusCode(400).body("violations[0].field", equalTo("limit"));
    }

    @Test
    @DisabledOnIntegrationTest("asks a resource of its own")
    void aDatabaseThatCannotBeReadDoesNotHideTheOthers() {
        UnitExecutor units = Arc.container().instance(UnitExecutor.class).get();
        StatsResource stats = new StatsResource(units, List.of(broken(Database.HDF5), sound()));
        JsonPath answer = JsonPath.from(new String(stats.stats().await().indefinitely(), StandardCharsets.UTF_8));
        assertThat(answer.getMap("$")).containsKeys("hdf5", "products", "errors");
        assertThat(answer.getMap("hdf5")).isNull();
        assertThat(answer.getInt("products.rows")).isEqualTo(7);
        assertThat(answer.getList("errors")).isEqualTo(List.of(Map.of("field", "hdf5", "message", "the file is gone")));
    }

    @Test
    @DisabledOnIntegrationTest("asks a resource of its own")
    void whereNoDatabaseCanBeReadThatIsTheAnswer() {
        UnitExecutor units = Arc.container().instance(UnitExecutor.class).get();
        StatsResource stats = new StatsResource(units, List.of(broken(Database.HDF5), broken(Database.INGEST)));
        assertThatThrownBy(() -> stats.stats().await().indefinitely()).isInstanceOf(DatabaseException.class)
                .hasMessage("the file is gone");
    }

    private static String count(String list, String value) {
        return list + ".find { it.value == '" + value + "' }.count";
    }

    private static void post(String table, Map<String, Object> row) {
        given().contentType(ContentType.JSON).body(new HashMap<>(row)).post("/api/v1/" + table).then().statusCode(201);
    }

    private static StatisticsPart sound() {
        return StatisticsPart.of(Database.PRODUCTS,
                StatisticsPart.field("rows", null, (json, connection) -> json.writeNumberField("rows", 7)));
    }

    private static StatisticsPart broken(Database database) {
        return StatisticsPart.of(database, StatisticsPart.field("rows", null, (json, connection) -> {
            throw new DatabaseException(DatabaseException.Kind.STORAGE, "the file is gone", null);
        }));
    }
}
