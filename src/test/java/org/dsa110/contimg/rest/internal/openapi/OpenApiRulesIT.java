package org.dsa110.contimg.rest.internal.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsa110.contimg.ServiceProcess;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The document as it is served keeps the recommended rules of Redocly and of Spectral, without a warning: by what is there
 * ({@link OpenApiTools}).
 */
class OpenApiRulesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The program has no licence, which its owners alone can give it: then this goes. */
    private static final List<String> NOT_OURS_TO_SAY = List.of("info-license", "info-license-strict");

    @TempDir
    static Path folder;

    private static Path document;

    @BeforeAll
    static void fetchDocument() throws IOException {
        try (ServiceProcess service = ServiceProcess.serve(folder.resolve("state"), Map.of())) {
            document = OpenApiTools.document(service, folder);
        }
    }

    @Test
    void redocly() throws Exception {
        OpenApiTools.Ended ended = OpenApiTools.run(folder, OpenApiTools.npm("redocly", "redocly"), "lint",
                document.toString(), "--extends=recommended", "--format=json", "--max-problems=1000");
        JsonNode problems = JSON.readTree(ended.output()).required("problems");
        assertThat(StreamSupport.stream(problems.spliterator(), false).filter(
                problem -> !NOT_OURS_TO_SAY.contains(problem.required("ruleId").textValue())))
                .as("%s", ended.errors()).isEmpty();
        assertThat(ended.errors()).as("what it has looked at").contains("openapi.json");
    }

    @Test
    void spectral() throws Exception {
        Path rules = Files.writeString(folder.resolve("rules.yaml"), "extends: [[\"spectral:oas\", recommended]]\n");
        OpenApiTools.Ended ended = OpenApiTools.run(folder, OpenApiTools.npm("spectral", "spectral"), "lint",
                document.toString(), "--ruleset", rules.toString(), "--format=json", "--fail-severity=hint");
        assertThat(JSON.readTree(ended.output())).as("%s", ended.errors()).isEmpty();
        assertThat(ended.status()).isZero();
    }
}
