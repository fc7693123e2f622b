package org.dsa110.contimg.vo;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.dsa110.contimg.ServiceProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service whose file is taken away says that it is not available. */
class AvailabilityIT {
    @TempDir
    Path folder;

    @Test
    void itIsNotAvailableWithoutItsFile() throws IOException {
        Path state = Files.createDirectory(folder.resolve("state"));
        try (ServiceProcess service = ServiceProcess.serve(state, Map.of())) {
            String availability = service.address() + "/vo/availability";
            given().get(availability).then().statusCode(200).body("availability.available", equalTo("true"));
            Files.move(state.resolve("products.sqlite3"), state.resolve("elsewhere.sqlite3"));
            given().get(availability).then().statusCode(200).body("availability.available", equalTo("false"))
                    .body("availability.note", startsWith("products: "));
        }
    }
}
