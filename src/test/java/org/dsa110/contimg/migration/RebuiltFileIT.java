package org.dsa110.contimg.migration;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItem;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Map;

import org.dsa110.contimg.RebuiltTable;
import org.dsa110.contimg.ServiceProcess;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file whose tables another program has made anew, when the service starts on it. */
class RebuiltFileIT {
    @TempDir
    Path folder;
    private Path products;

    @BeforeEach
    void makeFiles() throws Exception {
        products = folder.resolve("state/products.sqlite3");
        try (ServiceProcess program = ServiceProcess.serve(products.getParent(), Map.of())) {
            program.stop();
        }
    }

    @Test
    void whatIsMissingIsPutBackAndSaidOnceAndWhatWasMeasuredMeanwhileIsFound() throws Exception {
        RebuiltTable.rebuild(products, "photometry");
        try (Connection other = RebuiltTable.connect(products)) {
            RebuiltTable.measure(other, "meanwhile", 120);
        }
        try (ServiceProcess program = ServiceProcess.serve(products.getParent(), Map.of())) {
            given().queryParam("ra", 120).queryParam("dec", 5).queryParam("radius", 0.01)
                    .get(program.address() + "/api/v1/products/sources").then().statusCode(200)
                    .body("items.source_id", hasItem("meanwhile"));
            program.stop();
            assertThat(program.output().lines().filter(line -> line.contains("put back"))).singleElement().asString()
                    .contains(products.toString(), "trigger source_places_add", "index idx_photometry_sky",
                            "the rows of table source_places");
        }
        byte[] sound = Files.readAllBytes(products);
        try (ServiceProcess program = ServiceProcess.serve(products.getParent(), Map.of())) {
            program.stop();
            assertThat(program.output()).doesNotContain("put back", "otherwise");
        }
        assertThat(Files.readAllBytes(products)).isEqualTo(sound);
    }

    @Test
    void aFileOfSeveralDatabasesIsLookedAtAsOneOfOneIs() throws Exception {
        Path shared = folder.resolve("state/shared.sqlite3");
        Map<String, String> names = Map.of("PIPELINE_CAL_REGISTRY_DB", shared.toString(), "PIPELINE_PRODUCTS_DB",
                shared.toString(), "PIPELINE_DATA_REGISTRY_DB", shared.toString());
        for (int i = 0; i < 2; i++) {
            try (ServiceProcess program = ServiceProcess.serve(shared.getParent(), names)) {
                program.stop();
                assertThat(program.output()).doesNotContain("newer version", "WARN", "put back");
            }
        }
        RebuiltTable.rebuild(shared, "photometry");
        try (ServiceProcess program = ServiceProcess.serve(shared.getParent(), names)) {
            program.stop();
            assertThat(program.output()).contains("put back: ", "trigger source_places_add");
        }
    }

    @Test
    void aFileThatLostAColumnIsRefusedAndLeftAlone() throws Exception {
        RebuiltTable.rebuild(products, "photometry", "    snr REAL,\n", "");
        byte[] content = Files.readAllBytes(products);
        try (ServiceProcess program = ServiceProcess.start(folder,
                Map.of("PIPELINE_STATE_DIR", products.getParent().toString()))) {
            assertThat(program.awaitExit()).isEqualTo(1);
            assertThat(program.output().lines().reduce((first, second) -> second).orElseThrow())
                    .startsWith("contimg-db: another program has changed " + products)
                    .contains("table photometry has no column snr");
        }
        assertThat(Files.readAllBytes(products)).isEqualTo(content);
    }
}
