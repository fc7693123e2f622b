package org.dsa110.contimg;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/vo.md shows is what pyvo and STILTS print, beside the packaged program. */
class VoDocumentIT {
    private static final Pattern EXAMPLE = Pattern.compile("```(python|sh)\n(.*?)```\n\n```text\n(.*?)```",
            Pattern.DOTALL);
    private static final String ADDRESS = "http://localhost:8080";
    private static final String END_OF_BLOCK = "----";

    @TempDir
    static Path folder;

    private static ServiceProcess service;
    private static String document;

    @BeforeAll
    static void serve() throws IOException {
        document = Files.readString(Path.of("docs/vo.md"));
        service = ServiceProcess.serve(Files.createDirectory(folder.resolve("state")), Map.of());
        measure("J1234+5648", 188.5, 61041, 0.25);
        measure("J1234+5648", 188.5, 61042, 0.3);
        measure("J1235+5648", 188.8, 61042, 0.5);
        measure("J0000-1000", 0.25, 61042, 0.5);
        post("ms_index", Map.of("path", "/stage/61041.ms", "start_mjd", 61041.0, "end_mjd", 61041.0036));
        for (int mjd = 61041; mjd <= 61042; mjd++) {
            post("images", Map.ofEntries(Map.entry("path", "/stage/images/" + mjd + ".fits"),
                    Map.entry("ms_path", "/stage/" + mjd + ".ms"), Map.entry("created_at", 1.767e9),
                    Map.entry("type", "pbcor"), Map.entry("center_ra_deg", 188.5), Map.entry("center_dec_deg", 56.8),
                    Map.entry("imsize_x", 3000), Map.entry("imsize_y", 4000), Map.entry("cellsize_arcsec", 0.72),
                    Map.entry("freq_ghz", 1.4), Map.entry("bandwidth_mhz", 200)));
        }
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void everyExampleHasItsOutput() {
        assertThat(examples("python")).hasSize(document.split("```python").length - 1).hasSizeGreaterThan(2);
        assertThat(examples("sh")).hasSize(document.split("```sh").length - 1).hasSizeGreaterThan(1);
    }

    @Test
    void pyvoPrintsWhatTheDocumentShows() throws Exception {
        StringBuilder script = new StringBuilder("import warnings\nwarnings.simplefilter('ignore')\n");
        List<String> shown = new ArrayList<>();
        for (MatchResult example : examples("python")) {
            script.append(example.group(2)).append("print('" + END_OF_BLOCK + "')\n");
            shown.add(example.group(3).strip());
        }
        List<String> printed = new ArrayList<>();
        for (String block : Python.run("pyvo", script.toString().replace(ADDRESS, service.address()))
                .split(END_OF_BLOCK)) {
            printed.add(block.strip());
        }
        assertThat(printed).isEqualTo(shown);
    }

    @Test
    void stiltsPrintsWhatTheDocumentShows() throws Exception {
        Assumptions.assumeTrue(shell("command -v stilts").contains("stilts"),
                "stilts is not installed (Debian: stilts)");
        for (MatchResult example : examples("sh")) {
            assertThat(shell(example.group(2).replace(ADDRESS, service.address())).strip())
                    .isEqualTo(example.group(3).strip());
        }
    }

    private static List<MatchResult> examples(String language) {
        return EXAMPLE.matcher(document).results().filter(example -> example.group(1).equals(language)).toList();
    }

    private static void measure(String source, double ra, double mjd, double flux) {
        post("photometry", Map.of("source_id", source, "image_path", "/stage/images/" + mjd + ".fits", "ra_deg", ra,
                "dec_deg",
                source.endsWith("-1000") ? -10 : 56.8, "mjd", mjd, "flux_jy", flux));
    }

    private static void post(String table, Map<String, Object> row) {
        given().contentType("application/json").body(row).post(service.address() + "/api/v1/products/" + table).then()
                .statusCode(201);
    }

    private static String shell(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("/bin/sh", "-c", command).directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
