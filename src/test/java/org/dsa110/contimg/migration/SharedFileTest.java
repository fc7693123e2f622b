package org.dsa110.contimg.migration;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseFiles;
import org.dsa110.contimg.database.Location;
import org.junit.jupiter.api.Test;

/** Three of the five databases in one file, where tables of the same name meet. */
@QuarkusTest
@TestProfile(SharedFileTest.ThreeInOneFile.class)
@WithTestResource(TemporaryState.class)
class SharedFileTest {
    private static final String PRODUCTS = "/api/v1/products/";
    private static final String HDF5 = "/api/v1/hdf5/";
    private final String mark = UUID.randomUUID().toString();

    @Inject
    DatabaseFiles files;

    public static class ThreeInOneFile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("contimg.database.path.hdf5", "${contimg.database.path.products}",
                    "contimg.database.path.ingest", "${contimg.database.path.products}");
        }
    }

    @Test
    void theThreeAreOneFile() {
        Map<Database, Location> locations = files.prepare();
        assertThat(locations.get(Database.HDF5)).isEqualTo(locations.get(Database.PRODUCTS))
                .isEqualTo(locations.get(Database.INGEST));
    }

    @Test
    void aFileThatOneIndexHasIsInTheOther() {
        create(PRODUCTS + "hdf5_file_index",
                "{'path':'p-MARK','filename':'f','group_id':'g','subband_code':'sb01','indexed_at':1.5}")
                .statusCode(201).body("timestamp_mjd", nullValue()).body("stored", equalTo(1));
        given().get(HDF5 + "hdf5_file_index/p-" + mark).then().statusCode(200).body("subband_code", equalTo("sb01"))
                .body("timestamp_mjd", nullValue()).body("indexed_at", equalTo(1.5f));

        create(HDF5 + "hdf5_file_index",
                "{'path':'h-MARK','filename':'f','group_id':'g','subband_code':'sb02','timestamp_iso':'t','timestamp_mjd':6e4}")
                .statusCode(201);
        given().get(PRODUCTS + "hdf5_file_index/h-" + mark).then().statusCode(200)
                .body("timestamp_mjd", equalTo(60000f)).body("indexed_at", nullValue());
        create(PRODUCTS + "hdf5_file_index",
                "{'path':'h-MARK','filename':'f','group_id':'g','subband_code':'sb02','indexed_at':1.5}")
                .statusCode(409).body("violations[0].field", equalTo("path"));
    }

    @Test
    void eachFormAsksForItsOwnColumns() {
        create(HDF5 + "hdf5_file_index",
                "{'path':'MARK','filename':'f','group_id':'g','subband_code':'sb01','indexed_at':1.5}")
                .statusCode(400).body("violations.field.sort()", equalTo(List.of("timestamp_iso",
                        "timestamp_mjd")));
        create(PRODUCTS + "hdf5_file_index",
                "{'path':'MARK','filename':'f','group_id':'g','subband_code':'sb01','timestamp_mjd':6e4}")
                .statusCode(400).body("violations.field", equalTo(List.of("indexed_at")));
        create(HDF5 + "storage_locations", "{'name':'MARK'}").statusCode(400)
                .body("violations.field", equalTo(List.of("path")));
    }

    @Test
    void locationsOfBothFormsStandSideBySideAndAreUniqueInEach() {
        for (String number : new String[]{"1", "2"}) {
            int byType = create(PRODUCTS + "storage_locations",
                    "{'location_type':'ms','base_path':'MARK" + number + "','registered_at':1.5}").statusCode(201)
                    .extract().path("id");
            given().get(HDF5 + "storage_locations/" + byType).then().statusCode(200).body("name", nullValue());
            int byName = create(HDF5 + "storage_locations", "{'name':'MARK" + number + "','path':'/p'}")
                    .statusCode(201).extract().path("id");
            given().get(PRODUCTS + "storage_locations/" + byName).then().statusCode(200)
                    .body("base_path", nullValue()).body("registered_at", nullValue());
            assertThat(byName).isNotEqualTo(byType);
        }
        create(PRODUCTS + "storage_locations", "{'location_type':'ms','base_path':'MARK1','registered_at':1.5}")
                .statusCode(409);
        create(HDF5 + "storage_locations", "{'name':'MARK1','path':'/q'}").statusCode(409)
                .body("violations[0].field", equalTo("name"));
    }

    @Test
    void aRowOfTheOtherFormCanBeChanged() {
        int id = create(HDF5 + "storage_locations", "{'name':'MARK','path':'/p'}").statusCode(201).extract()
                .path("id");
        given().contentType("application/merge-patch+json").body("{\"notes\":\"full\"}")
                .patch(PRODUCTS + "storage_locations/" + id).then().statusCode(200).body("notes", equalTo("full"))
                .body("location_type", nullValue());
        given().get(HDF5 + "storage_locations/" + id).then().body("name", equalTo(mark)).body("path", equalTo("/p"));
    }

    @Test
    void aListPassesOverRowsOfBothForms() {
        create(PRODUCTS + "storage_locations", "{'location_type':'MARK','base_path':'/b','registered_at':1.5}")
                .statusCode(201);
        create(HDF5 + "storage_locations", "{'name':'MARK','path':'/p'}").statusCode(201);
        int total = given().queryParam("count", true).get(PRODUCTS + "storage_locations").then().extract()
                .path("total");
        String next = null;
        int seen = 0;
        do {
            var request = given().queryParam("limit", 1).queryParam("order", "-registered_at,location_type");
            var page = (next == null ? request : request.queryParam("next", next)).get(PRODUCTS + "storage_locations")
                    .then().statusCode(200).extract().jsonPath();
            seen += page.getList("items").size();
            next = page.getString("next");
        } while (next != null && seen <= total);
        assertThat(seen).isEqualTo(total);
    }

    @Test
    void thePointingsAreOneHistory() {
        create("/api/v1/ingest/pointing_history", "{'timestamp':61008.125,'dec_deg':16.25}").statusCode(201);
        given().get(HDF5 + "pointing_history/61008.125").then().statusCode(200).body("dec_deg", equalTo(16.25f));
        create(HDF5 + "pointing_history", "{'timestamp':61008.125}").statusCode(409).body("violations[0].field",
                equalTo("timestamp"));
    }

    private ValidatableResponse create(String table, String row) {
        return given().contentType("application/json").body(row.replace('\'', '"').replace("MARK", mark)).post(table)
                .then();
    }
}
