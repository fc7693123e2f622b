package org.dsa110.contimg.rest.internal.openapi;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.TemporaryState;
import org.junit.jupiter.api.Test;

/** The page that shows the OpenAPI document to people. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class SwaggerUiTest {
    private static final String PAGE = "/q/swagger-ui/";
    private static final String POLICY = "Content-Security-Policy";

    @Test
    void itIsServedWithTheDocumentsOperationsFolded() {
        assertThat(page()).contains("url: '/q/openapi'", "docExpansion: 'none'");
        assertThat(given().get("/q/swagger-ui").asString()).as("without the slash").isEqualTo(page());
        given().get("/q/openapi").then().statusCode(200);
    }

    @Test
    void allThatItIsMadeOfLiesBesideIt() {
        List<String> parts = found("(?:src|href)=[\"']([^\"']*)[\"']", page());
        assertThat(parts).contains("swagger-ui-bundle.js", "swagger-ui.css");
        for (String part : parts) {
            assertThat(part).doesNotContain("//");
            given().get(part.startsWith("/") ? part : PAGE + part).then().statusCode(200);
        }
        assertThat(page()).doesNotContain("http:", "https:").contains("validatorUrl: 'none'");
    }

    @Test
    void itMayRunItsOwnScriptsAndAskThisServiceAlone() {
        List<String> needed = new ArrayList<>(List.of("script-src", "'self'"));
        found("<script(?![^>]*src=)[^>]*>(.*?)</script>", page()).forEach(script -> needed.add(hash(script)));
        assertThat(needed).hasSize(4);
        for (String part : List.of("", "swagger-ui-bundle.js")) {
            String policy = given().get(PAGE + part).then().statusCode(200).extract().header(POLICY);
            assertThat(policy.split("; "))
                    .contains("default-src 'none'", "connect-src 'self'", "frame-ancestors 'none'")
                    .anySatisfy(rule -> assertThat(rule.split(" ")).containsAll(needed).hasSize(5)
                            .allMatch(word -> word.matches("script-src|'self'|'sha256-[^']+'")))
                    .noneMatch(rule -> rule.contains("http") || rule.contains("*"));
        }
        assertThat(given().get("/q/openapi").header(POLICY)).as("elsewhere").isNull();
    }

    private static String page() {
        return given().get(PAGE).then().statusCode(200).contentType("text/html").extract().asString();
    }

    private static List<String> found(String regex, String in) {
        return Pattern.compile(regex, Pattern.DOTALL).matcher(in).results().map((MatchResult one) -> one.group(1))
                .toList();
    }

    /** As Content Security Policy Level 3 has it. */
    private static String hash(String script) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
