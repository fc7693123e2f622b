package org.dsa110.contimg.calregistry;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.dsa110.contimg.InProcess;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.rest.TestFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which calibration tables to use at a time. Each test has a stretch of time of its own. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class CalibrationQueriesTest {
    private static final String TABLES = "/api/v1/cal_registry/caltables";
    private static final double HOUR = 1 / 24.0;
    private static final AtomicInteger STRETCHES = new AtomicInteger();

    StateFiles files;

    /** Farther from all others than any window of a test is long. */
    private final double mjd = 100_000 + 1000 * STRETCHES.incrementAndGet();
    private final String mark = UUID.randomUUID().toString();

    @Test
    void theBoundsOfValidityAreInclusive() {
        add("a", "K", 10, 1, mjd, mjd + 1, "active");
        assertThat(items("valid", "mjd", mjd, "set_name", mark + "a")).hasSize(1);
        assertThat(items("valid", "mjd", mjd + 1, "set_name", mark + "a")).hasSize(1);
        assertThat(items("valid", "mjd", Math.nextDown(mjd), "set_name", mark + "a")).isEmpty();
        assertThat(items("valid", "mjd", Math.nextUp(mjd + 1), "set_name", mark + "a")).isEmpty();
        InProcess.ask(CalibrationTableRepository.class, (units, repository) -> {
            assertThat(inJava(units, () -> repository.validAt(mjd, "K"))).contains(mark + "a-K");
            assertThat(inJava(units, () -> repository.validAt(mjd, "BP"))).doesNotContain(mark + "a-K");
        });
    }

    @Test
    void aBoundThatIsNullIsOpen() {
        add("start", "K", 10, 1, null, mjd, "active");
        add("end", "K", 10, 2, mjd, null, "active");
        add("both", "K", 10, 3, null, null, "active");
        assertThat(paths("valid", "mjd", mjd - 500, "path__startswith", mark)).containsExactly("both-K", "start-K");
        assertThat(paths("valid", "mjd", mjd + 500, "path__startswith", mark)).containsExactly("both-K", "end-K");
        retire();
    }

    @Test
    void onlyActiveTablesInWindowsThatHoldTimeAreValid() {
        add("retired", "K", 10, 1, mjd - 1, mjd + 1, "retired");
        add("failed", "K", 10, 1, mjd - 1, mjd + 1, "failed");
        add("inverted", "K", 10, 1, mjd + 1, mjd - 1, "active");
        for (double time : new double[]{mjd - 1, mjd, mjd + 1}) {
            assertThat(paths("valid", "mjd", time, "path__startswith", mark)).isEmpty();
            assertThat(paths("nearest", "mjd", time, "path__startswith", mark)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x'00004843'", "'unknown'", "''"})
    void aBoundThatIsNoNumberHoldsNoTime(String bound) throws SQLException {
        add("start", "K", 10, 1, mjd - 1, mjd + 1, "active");
        add("end", "K", 10, 2, mjd - 1, mjd + 1, "active");
        add("sound", "K", 10, 1, mjd - 1, mjd + 1, "active");
        sql("UPDATE caltables SET valid_start_mjd = " + bound + " WHERE set_name = '" + mark + "start'");
        sql("UPDATE caltables SET valid_end_mjd = " + bound + " WHERE set_name = '" + mark + "end'");
        assertThat(paths("valid", "mjd", mjd)).containsExactly("sound-K");
        assertThat(paths("apply", "mjd", mjd)).containsExactly("sound-K");
        assertThat(paths("nearest", "mjd", mjd + 2, "within_hours", 100)).containsExactly("sound-K");
        InProcess.ask(CalibrationTableRepository.class, (units, repository) -> assertThat(
                inJava(units, () -> repository.nearest(mjd + 2, null, 100))).containsExactly(mark + "sound-K"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x'00004843'", "'yesterday'", "9e999"})
    void whatWasMadeAtNoTimeIsTheOldest(String createdAt) throws SQLException {
        add("a", "K", 10, 1, mjd, mjd + 1, "active");
        add("b", "K", 10, 2, mjd, mjd + 1, "active");
        sql("UPDATE caltables SET created_at = " + createdAt + " WHERE set_name = '" + mark + "b'");
        assertThat(paths("apply", "mjd", mjd)).containsExactly("a-K");
        assertThat(paths("nearest", "mjd", mjd)).containsExactly("a-K");
        sql("DELETE FROM caltables WHERE set_name = '" + mark + "b'");
    }

    @Test
    void theNewestComesFirstAndOfTheSameTimeTheLastEntered() {
        add("a", "K", 10, 5, mjd, mjd + 1, "active");
        add("b", "K", 10, 7, mjd, mjd + 1, "active");
        add("c", "BP", 20, 5, mjd, mjd + 1, "active");
        assertThat(paths("valid", "mjd", mjd)).containsExactly("b-K", "c-BP", "a-K");
        assertThat(paths("valid", "mjd", mjd, "table_type", "K")).containsExactly("b-K", "a-K");
        assertThat(paths("valid", "mjd", mjd, "order", "path", "limit", 2)).containsExactly("a-K", "b-K");
        InProcess.ask(CalibrationTableRepository.class, (units, repository) -> assertThat(
                inJava(units, () -> repository.validAt(mjd, null)))
                .containsExactly(mark + "b-K", mark + "c-BP", mark + "a-K"));
    }

    @Test
    void theApplyListIsOneValidTableOfEachTypeOfTheNewestSet() {
        add("old", "K", 10, 1, mjd, mjd + 1, "active");
        add("old", "BP", 20, 1, mjd, mjd + 1, "active");
        add("old", "GP", 50, 1, mjd, mjd + 1, "active");
        add("new", "BP", 20, 2, mjd, mjd + 1, "active");
        add("new", "K", 10, 2, mjd, mjd + 1, "active");
        add("new", "K", 10, 3, mjd, mjd + 1, "active", "again");
        add("new", "GP", 50, 4, mjd + 0.5, mjd + 1, "active");
        add("newer", "K", 10, 9, mjd, mjd + 1, "retired");
        assertThat(paths("apply", "mjd", mjd)).as("no table of another set in place of one that is not valid")
                .containsExactly("new-Kagain", "new-BP");
        assertThat(paths("apply", "mjd", mjd + 0.5)).containsExactly("new-Kagain", "new-BP", "new-GP");
        assertThat(paths("apply", "mjd", mjd, "table_type", "GP")).as("of the newest set with a valid one of the type")
                .containsExactly("old-GP");
        InProcess.ask(CalibrationTableRepository.class, (units, repository) -> assertThat(
                inJava(units, () -> repository.applyList(mjd + 0.5)))
                .containsExactly(mark + "new-Kagain", mark + "new-BP", mark + "new-GP"));
    }

    @Test
    void nothingIsAppliedWhereNothingIsValid() {
        add("a", "K", 10, 1, mjd, mjd + 1, "active");
        assertThat(paths("apply", "mjd", mjd + 2)).isEmpty();
    }

    @Test
    void theNearestSetIsFoundBeforeAndAfter() {
        add("before", "K", 10, 1, mjd - 3, mjd - 6 * HOUR, "active");
        add("before", "BP", 20, 1, mjd - 3, mjd - 9 * HOUR, "active");
        add("after", "K", 10, 1, mjd + 5 * HOUR, mjd + 3, "active");
        assertThat(paths("nearest", "mjd", mjd)).containsExactly("after-K");
        assertThat(paths("nearest", "mjd", mjd - HOUR)).containsExactly("before-K", "before-BP");
        assertThat(paths("nearest", "mjd", mjd, "table_type", "BP")).containsExactly("before-BP");
        assertThat(paths("nearest", "mjd", mjd, "within_hours", 4)).isEmpty();
        assertThat(paths("nearest", "mjd", mjd - 2)).as("a valid set is at no distance")
                .containsExactly("before-K", "before-BP");
        InProcess.ask(CalibrationTableRepository.class, (units, repository) -> assertThat(
                inJava(units, () -> repository.nearest(mjd, null, 12))).containsExactly(mark + "after-K"));
    }

    @Test
    void theLimitOfTheNearestSetIsInclusive() {
        add("a", "K", 10, 1, mjd + 0.5, mjd + 3, "active");
        assertThat(paths("nearest", "mjd", mjd)).containsExactly("a-K");
        assertThat(paths("nearest", "mjd", Math.nextDown(mjd))).isEmpty();
        add("b", "K", 10, 2, mjd - 3, mjd - 0.5, "active");
        assertThat(paths("nearest", "mjd", mjd)).as("as near as the other, and newer").containsExactly("b-K");
    }

    @Test
    void aSetAndTheTablesOfAMeasurementSetComeInOrderWhateverTheirStatus() {
        add("s", "GP", 50, 3, null, null, "failed");
        add("s", "K", 10, 2, null, null, "retired");
        add("s", "BP", 20, 1, mjd, mjd - 1, "active");
        assertThat(items("", "set_name", mark + "s", "order", "order_index")).extracting(row -> row.get("table_type"))
                .containsExactly("K", "BP", "GP");
        List<String> inOrder = List.of(mark + "s-K", mark + "s-BP", mark + "s-GP");
        InProcess.ask(CalibrationTableRepository.class, (units, repository) -> {
            assertThat(inJava(units, () -> repository.listBySet(mark + "s"))).isEqualTo(inOrder);
            assertThat(inJava(units, () -> repository.listBySourceMs(mark))).isEqualTo(inOrder);
        });
    }

    @Test
    void namedListsTakeWhatAllListsTake() {
        add("a", "K", 10, 1, mjd, mjd, "active");
        add("a", "BP", 20, 2, mjd, mjd, "active");
        add("a", "GP", 50, 3, mjd, mjd, "active");
        Map<String, Object> page = given()
                .queryParams(Map.of("mjd", mjd, "limit", 2, "count", true, "fields", "table_type"))
                .get(TABLES + "/valid").then().statusCode(200).extract().jsonPath().getMap("$");
        assertThat(page).containsEntry("total", 3).containsEntry("items",
                List.of(Map.of("table_type", "GP"), Map.of("table_type", "BP")));
        given().queryParams(Map.of("mjd", mjd, "limit", 2, "next", page.get("next"))).get(TABLES + "/valid").then()
                .statusCode(200).body("items.table_type", equalTo(List.of("K"))).body("next", equalTo(null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "valid | mjd | must be given", "apply | mjd | must be given", "nearest | mjd | must be given",
            "valid?mjd=x | mjd | a finite number", "valid?mjd=NaN | mjd | a finite number",
            "apply?mjd= | mjd | a finite number",
            "nearest?mjd=1e999 | mjd | a finite number", "apply?mjd=Infinity | mjd | a finite number",
            "valid?mjd=1&mjd=2 | mjd | given once",
            "nearest?mjd=1&within_hours=-1 | within_hours | from 0.0 to 8784.0",
            "nearest?mjd=1&within_hours=x | within_hours | a finite number",
            "valid?mjd=1&colour=red | colour | known are as, count, fields, filter, limit, mjd, next, order",
            "valid?mjd=1&within_hours=1 | within_hours | is not a parameter", "valid?mjd=1&limit=0 | limit | from 1",
    })
    void aBadParameterIsNamed(String query, String field, String message) {
        given().urlEncodingEnabled(false).get(TABLES + "/" + query).then().statusCode(400)
                .contentType("application/problem+json").body("violations[0].field", equalTo(field))
                .body("violations[0].message", containsString(message));
    }

    private static List<String> inJava(UnitExecutor units, Callable<List<CalibrationTable>> work) {
        return units.read(Database.CAL_REGISTRY, work).await().indefinitely().stream().map(table -> table.path)
                .toList();
    }

    private void sql(String sql) throws SQLException {
        new TestFile(files, Database.CAL_REGISTRY).sql(sql);
    }

    /** What is valid without bounds would be so in other tests too. */
    private void retire() {
        List<Integer> ids = given().queryParam("path__startswith", mark).get(TABLES).path("items.id");
        ids.forEach(id -> given().contentType(ContentType.JSON).body("{\"status\":\"retired\"}")
                .patch(TABLES + "/" + id).then()
                .statusCode(200));
    }

    private void add(String set, String type, int order, double createdAt, Double start, Double end, String status,
            String... more) {
        Map<String, Object> row = new HashMap<>(
                Map.of("set_name", mark + set, "path", mark + set + "-" + type + String.join("", more),
                        "table_type", type, "order_index", order, "created_at", createdAt, "status", status,
                        "source_ms_path", mark));
        row.put("valid_start_mjd", start);
        row.put("valid_end_mjd", end);
        given().contentType(ContentType.JSON).body(row).post(TABLES).then().statusCode(201);
    }

    /** Of the tables of this test. */
    private List<String> paths(String list, Object... parameters) {
        return items(list, parameters).stream().map(row -> (String) row.get("path"))
                .filter(path -> path.startsWith(mark))
                .map(path -> path.substring(mark.length())).toList();
    }

    private static List<Map<String, Object>> items(String list, Object... parameters) {
        Map<String, Object> query = new HashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            query.put(parameters[i].toString(), parameters[i + 1]);
        }
        return new ArrayList<>(given().queryParams(query).get(list.isEmpty() ? TABLES : TABLES + "/" + list).then()
                .statusCode(200).extract().jsonPath().<Map<String, Object>>getList("items"));
    }
}
