package org.dsa110.contimg.hdf5;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.dsa110.contimg.InProcess;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitExecutor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Subband files by group and time, and which observations are complete. Each test has a day of its own. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class FileQueriesTest {
    private static final String FILES = "/api/v1/hdf5/hdf5_file_index";
    private static final double SECOND = 1 / 86_400.0;
    private static final AtomicInteger DAYS = new AtomicInteger();

    private final double day = 70_000 + 100 * DAYS.incrementAndGet();
    private final String mark = UUID.randomUUID().toString();
    private final List<Map<String, Object>> rows = new ArrayList<>();

    @Test
    void theFilesOfAGroupComeByTimeThenBySubband() {
        file("c", mark, 1, day, 1);
        file("a", mark, 0, day + SECOND, 1);
        file("b", mark, 0, day, 0);
        store();
        given().get("/api/v1/hdf5/groups/" + mark + "/files").then().statusCode(200)
                .body("items.filename", equalTo(List.of("b", "c", "a")));
        given().get("/api/v1/hdf5/groups/" + mark + "/files?stored=1&limit=1").then().statusCode(200)
                .body("items.filename", equalTo(List.of("c")));
        InProcess.ask(IndexedSubbandFileRepository.class, (units, repository) -> assertThat(
                names(units, () -> repository.listByGroup(mark))).containsExactly("b", "c", "a"));
    }

    @Test
    void aGroupThatNoFileHasIsNotFound() {
        given().get("/api/v1/hdf5/groups/" + mark + "/files").then().statusCode(404)
                .contentType("application/problem+json");
        given().get("/api/v1/hdf5/groups/" + mark + "/files?colour=1").then().statusCode(400)
                .body("violations[0].field", equalTo("colour"));
    }

    @Test
    void ofAStretchOfTimeOnlyStoredFilesComeUnlessOthersAreAskedFor() {
        file("first", mark, 0, day, 1);
        file("gone", mark, 1, day + SECOND, 0);
        file("last", mark, 2, day + 2 * SECOND, 1);
        file("later", mark, 3, day + 3 * SECOND, 1);
        store();
        double to = day + 2 * SECOND;
        byTime(day, to, "").body("items.filename", equalTo(List.of("first", "last")));
        byTime(day, to, "&stored__in=0,1").body("items.filename", equalTo(List.of("first", "gone", "last")));
        byTime(day, to, "&stored=0").body("items.filename", equalTo(List.of("gone")));
        InProcess.ask(IndexedSubbandFileRepository.class, (units, repository) -> {
            assertThat(names(units, () -> repository.listByTime(day, to, true))).containsExactly("first", "last");
            assertThat(names(units, () -> repository.listByTime(day, to, false)))
                    .containsExactly("first", "gone", "last");
        });
    }

    @Test
    void aGroupIsCompleteByItsDifferentSubbands() {
        subbands(0, 16, day, 0);
        subbands(0, 15, day + 300 * SECOND, 0);
        file("twice", mark, 14, day + 301 * SECOND, 1);
        store();
        groups(day, day + 0.5, "").body("items", hasSize(1)).body("items[0].subbands", equalTo(16))
                .body("items[0].files", equalTo(16)).body("items[0].paths", hasSize(16));
        groups(day, day + 0.5, "&subbands=15").body("items.subbands", equalTo(List.of(16, 15)))
                .body("items.files", equalTo(List.of(16, 16))).body("items[1].paths", hasSize(15));
    }

    @Test
    void filesOfDifferentSecondsAndGroupsAreOneObservation() {
        subbands(0, 16, day, 1);
        store();
        groups(day, day + 0.5, "").body("items", hasSize(1)).body("items[0].group_id", equalTo(iso(0)))
                .body("items[0].paths",
                        equalTo(IntStream.range(0, 16).mapToObj(i -> path("sb" + i + "at" + i)).toList()));
        groups(day, day + 0.5, "&tolerance_sec=15").body("items", hasSize(1));
        groups(day, day + 0.5, "&tolerance_sec=14").body("items", hasSize(0));
        InProcess.ask(IndexedSubbandFileRepository.class, (units, repository) -> {
            List<CompleteGroup> found = units
                    .read(Database.HDF5, () -> repository.completeGroups(day, day + 0.5, 16, 60)).await()
                    .indefinitely();
            assertThat(found).hasSize(1);
            assertThat(found.get(0).startMjd()).isEqualTo(day);
            assertThat(found.get(0).endMjd()).isEqualTo(day + 15 * SECOND);
        });
    }

    @Test
    void aFileThatIsNotOnDiskCompletesNothing() {
        subbands(0, 15, day, 0);
        file("gone", mark, 15, day, 0);
        store();
        groups(day, day + 0.5, "").body("items", hasSize(0));
        groups(day, day + 0.5, "&subbands=15").body("items", hasSize(1));
    }

    @Test
    void anObservationIsWholeAlsoAcrossTheEndOfTheStretch() {
        subbands(0, 16, day, 1);
        store();
        groups(day - 0.5, day + 5 * SECOND, "").body("items", hasSize(1));
        groups(day + 5 * SECOND, day + 0.5, "").body("items", hasSize(0));
        groups(day + 5 * SECOND, day + 0.5, "&subbands=1").body("items", hasSize(0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "files?to_mjd=1 | from_mjd | must be given", "files?from_mjd=1 | to_mjd | must be given",
            "files?from_mjd=2&to_mjd=1 | to_mjd | not be earlier",
            "files?from_mjd=nan&to_mjd=1 | from_mjd | a finite number",
            "files?from_mjd=1&to_mjd=2&subbands=3 | subbands | is not a parameter",
            "complete_groups | from_mjd | must be given",
            "complete_groups?from_mjd=1&to_mjd=2&stored=1 | stored | known are from_mjd",
            "complete_groups?from_mjd=1&to_mjd=33 | to_mjd | 31 days",
            "complete_groups?from_mjd=1&to_mjd=2&subbands=0 | subbands | from 1 to 16",
            "complete_groups?from_mjd=1&to_mjd=2&subbands=17 | subbands | from 1 to 16",
            "complete_groups?from_mjd=1&to_mjd=2&subbands=x | subbands | an integer",
            "complete_groups?from_mjd=1&to_mjd=2&tolerance_sec=301 | tolerance_sec | from 0.0 to 300.0",
            "complete_groups?from_mjd=-1e308&to_mjd=1e308 | to_mjd | 31 days",
    })
    void aBadParameterIsNamed(String query, String field, String message) {
        given().urlEncodingEnabled(false).get("/api/v1/hdf5/" + query).then().statusCode(400)
                .contentType("application/problem+json").body("violations[0].field", equalTo(field))
                .body("violations[0].message", containsString(message));
    }

    private static List<String> names(UnitExecutor units, Callable<List<IndexedSubbandFile>> work) {
        return units.read(Database.HDF5, work).await().indefinitely().stream().map(file -> file.filename).toList();
    }

    private static ValidatableResponse byTime(double from, double to, String more) {
        return given().urlEncodingEnabled(false).get("/api/v1/hdf5/files?from_mjd=" + from + "&to_mjd=" + to + more)
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse groups(double from, double to, String more) {
        return given().urlEncodingEnabled(false)
                .get("/api/v1/hdf5/complete_groups?from_mjd=" + from + "&to_mjd=" + to + more).then()
                .statusCode(200);
    }

    private void subbands(int from, int to, double start, int secondsApart) {
        for (int subband = from; subband < to; subband++) {
            double time = start + subband * secondsApart * SECOND;
            file("sb" + subband + "at" + Math.round((time - day) / SECOND), mark + time, subband, time, 1);
        }
    }

    private void file(String name, String group, int subband, double time, int stored) {
        Map<String, Object> row = new HashMap<>(
                Map.of("path", path(name), "filename", name, "group_id", group, "subband_code",
                        String.format("sb%02d", subband), "subband_num", subband, "timestamp_iso",
                        iso(Math.round((time - day) / SECOND)),
                        "timestamp_mjd", time));
        row.put("stored", stored);
        rows.add(row);
    }

    private String path(String name) {
        return "/in/" + mark + "/" + name;
    }

    private static String iso(long seconds) {
        return String.format("2050-01-01T00:%02d:%02d", seconds / 60, seconds % 60);
    }

    private void store() {
        long seed = System.nanoTime();
        System.out.println("FileQueriesTest: seed " + seed);
        Collections.shuffle(rows, new Random(seed));
        given().contentType(ContentType.JSON).body(rows).post(FILES).then().statusCode(201);
    }
}
