package org.dsa110.contimg.console;

import static io.restassured.RestAssured.given;
import static io.restassured.config.DecoderConfig.decoderConfig;
import static io.restassured.config.RestAssuredConfig.config;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

/** How the console's pages, and the scripts and styles that they ask for, come to a browser. */
@QuarkusTest
class ConsoleTest {
    private static final List<String> PAGES = List.of("/", "/console/queue", "/console/group", "/console/sky",
            "/console/source",
            "/console/calibration", "/console/images", "/console/tables");
    private static final Pattern ASKED_FOR = Pattern
            .compile("(?:src|href)=\"(/console/[a-z]+\\.[a-z]+)\"|from '(/console/[a-z]+\\.js)'");

    @Test
    void eachPageSaysWhatItIsAndHasNothingInlineThatItsPolicyForbids() {
        for (String path : PAGES) {
            String page = given().accept("text/html,application/xhtml+xml,*/*;q=0.8").get(path).then().statusCode(200)
                    .contentType(equalTo("text/html;charset=UTF-8"))
                    .header("Content-Security-Policy", containsString("default-src 'none'"))
                    .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
                    .header("X-Content-Type-Options", "nosniff").header("Referrer-Policy", "no-referrer").extract()
                    .asString();
            assertThat(page).startsWith("<!DOCTYPE html>");
            assertThat(page.contains("aria-current=\"page\"")).as(path).isEqualTo(isInMenu(path));
            assertThat(page).doesNotContainPattern(
                    "<script(?![^>]* src=\"/console/[a-z]+\\.js\")|<style|\\son[a-z]+=|\\sstyle=|javascript:");
        }
    }

    /** A request of a client that asks for no coding and unpacks none, unless told otherwise. */
    private static RequestSpecification raw() {
        return given().config(config().decoderConfig(decoderConfig().noContentDecoders()));
    }

    private static boolean isInMenu(String path) {
        return !List.of("/console/group", "/console/source").contains(path);
    }

    /** And all that scripts import, and what these import, to the end. */
    @Test
    void allThatAPageAsksForIsThere() {
        Set<String> files = new TreeSet<>();
        for (String path : PAGES) {
            List<String> own = askedFor(given().get(path).asString());
            assertThat(own).as(path).hasSizeGreaterThan(2);
            files.addAll(own);
        }
        Deque<String> left = new ArrayDeque<>(files);
        while (!left.isEmpty()) {
            String file = left.remove();
            Response answer = given().get(file);
            assertThat(answer.statusCode()).as(file).isEqualTo(200);
            answer.then().header("X-Content-Type-Options", "nosniff")
                    .contentType(file.endsWith(".js")
                            ? containsString("text/javascript")
                            : file.endsWith(".css") ? containsString("text/css") : equalTo("image/svg+xml"));
            askedFor(answer.asString()).stream().filter(files::add).forEach(left::add);
        }
        assertThat(files).contains("/console/dom.js", "/console/validity.js");
    }

    private static List<String> askedFor(String text) {
        return ASKED_FOR.matcher(text).results().flatMap(match -> Stream.of(match.group(1), match.group(2)))
                .filter(name -> name != null).toList();
    }

    @Test
    void whatIsKnownIsNotSentAgainAndEachCodingHasATagOfItsOwn() throws IOException {
        Response plain = raw().get("/console/console.css");
        Response packed = raw().header("Accept-Encoding", "gzip").get("/console/console.css");
        plain.then().header("Content-Encoding", nullValue()).header("Vary", "Accept-Encoding").header("Cache-Control",
                "no-cache");
        packed.then().header("Content-Encoding", "gzip").header("ETag", not(equalTo(plain.header("ETag"))));
        assertThat(new GZIPInputStream(packed.asInputStream())).hasSameContentAs(plain.asInputStream());
        for (String known : List.of(plain.header("ETag"), "\"other\", W/" + plain.header("ETag"), "*")) {
            raw().header("If-None-Match", known).get("/console/console.css")
                    .then().statusCode(304)
                    .header("ETag", plain.header("ETag")).body(is(""));
        }
        raw().header("If-None-Match", packed.header("ETag"))
                .get("/console/console.css").then()
                .statusCode(200);
    }

    @Test
    void headHasTheHeadersOfGet() {
        for (String path : List.of("/", "/console/queue", "/console/uplot.js")) {
            Response got = raw().get(path);
            raw().head(path).then().statusCode(200)
                    .contentType(got.contentType())
                    .header("ETag", got.header("ETag"))
                    .header("Content-Length", String.valueOf(got.asByteArray().length));
        }
    }

    @Test
    void whatIsNotThereIsAProblem() {
        for (String path : List.of("/console/", "/console/nothing", "/console/now", "/console/layout.html",
                "/console/queue/x",
                "/console/..%2fversion.txt", "/console/QUEUE")) {
            given().urlEncodingEnabled(false).get(path).then().statusCode(404).contentType("application/problem+json");
        }
    }

    @Test
    void nothingCanBeChangedThere() {
        for (String path : List.of("/", "/console/queue", "/console/rest.js")) {
            for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
                given().request(method, path).then().statusCode(405).contentType("application/problem+json")
                        .header("Allow", containsString("GET"));
            }
        }
    }

    @Test
    void theApiDoesNotDescribeIt() {
        given().get("/q/openapi?format=json").then().body("paths.keySet()", not(hasItem("/"))).body("paths",
                notNullValue());
        List<MatchResult> pages = Pattern.compile("\"/console")
                .matcher(given().get("/q/openapi?format=json").asString()).results().toList();
        assertThat(pages).isEmpty();
    }
}
