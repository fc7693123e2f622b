package org.dsa110.contimg.hdf5;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import org.dsa110.contimg.TemporaryState;
import org.junit.jupiter.api.Test;

/** Complete observations are put together as files that arrive are. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
@TestProfile(ConfiguredToleranceTest.TenSeconds.class)
class ConfiguredToleranceTest {
    private static final double DAY = 70_000;

    public static class TenSeconds implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("contimg.ingest.cluster-tolerance", "10s");
        }
    }

    @Test
    void theToleranceOfIngestHoldsUnlessAnotherIsAskedFor() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int subband = 0; subband < 2; subband++) {
            rows.add(Map.of("path", "/in/sb" + subband, "filename", "sb" + subband, "group_id", "g", "subband_code",
                    "sb0" + subband, "timestamp_iso", "2050-01-01T00:00:" + 11 * subband, "timestamp_mjd",
                    DAY + 11 * subband / 86_400.0));
        }
        given().contentType(ContentType.JSON).body(rows).post("/api/v1/hdf5/hdf5_file_index").then().statusCode(201);

        assertGroups("", 1, 1);
        assertGroups("&tolerance_sec=11", 2);
    }

    private static void assertGroups(String tolerance, Integer... subbands) {
        given().get("/api/v1/hdf5/complete_groups?from_mjd=69999&to_mjd=70001&subbands=1" + tolerance).then()
                .statusCode(200).body("items.subbands", equalTo(List.of(subbands)));
    }
}
