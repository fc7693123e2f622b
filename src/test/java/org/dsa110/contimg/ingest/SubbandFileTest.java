package org.dsa110.contimg.ingest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.dsa110.contimg.TemporaryState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(TemporaryState.class)
class SubbandFileTest {
    @Inject
    IngestDatabase database;

    @BeforeEach
    void clear() {
        database.clear();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 16})
    void aSubbandThatIsNoneOfTheSixteenIsRefused(int subband) {
        post(subband).statusCode(400).body("violations[0].field", equalTo("subband_idx"));
    }

    @Test
    void theFirstAndTheLastSubbandAreTaken() {
        post(0).statusCode(201);
        post(15).statusCode(201);
    }

    private static ValidatableResponse post(int subband) {
        return given().contentType(ContentType.JSON)
                .body("{\"group_id\":\"g\",\"subband_idx\":" + subband + ",\"path\":\"/a/" + subband + "\"}")
                .post("/api/v1/ingest/subband_files").then();
    }
}
