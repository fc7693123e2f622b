package org.dsa110.contimg.console;

import static io.restassured.RestAssured.given;
import static io.restassured.path.json.config.JsonPathConfig.jsonPathConfig;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.restassured.path.json.JsonPath;
import io.restassured.path.json.config.JsonPathConfig.NumberReturnType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.dsa110.contimg.ServiceProcess;

/** The packaged program on files of its own, with an incoming folder, and what tests of views ask and store by its REST API. Not thread-safe. */
final class ConsoleService implements AutoCloseable {
    private static final Pattern TOKEN = Pattern.compile("contimg_\\S+");

    private final Path folder;
    private final Path incoming;
    private final ServiceProcess process;
    private String token;

    private ConsoleService(Path folder, Path incoming, ServiceProcess process) {
        this.folder = folder;
        this.incoming = incoming;
        this.process = process;
    }

    /** @param environment what is set besides, such as the command that converts; by itself nothing does */
    static ConsoleService serve(Path folder, Map<String, String> environment) throws IOException {
        Path incoming = Files.createDirectory(folder.resolve("incoming"));
        Map<String, String> all = new HashMap<>(environment);
        all.put("CONTIMG_INGEST_INCOMING_DIR", incoming.toString());
        all.put("CONTIMG_INGEST_SCAN_INTERVAL", "1s");
        all.put("CONTIMG_INGEST_DRAIN_INTERVAL", "1s");
        return new ConsoleService(folder, incoming, ServiceProcess.serve(folder.resolve("state"), all));
    }

    /** A token of a role, in a file that is made if it is missing. */
    static String token(Path folder, String role, Path file) throws Exception {
        try (ServiceProcess command = ServiceProcess.start(folder, Map.of(), "token", "--name", "the-" + role, "--role",
                role, "--file", file.toString())) {
            assertThat(command.awaitExit()).as(command.output()).isZero();
            Matcher token = TOKEN.matcher(command.output());
            assertThat(token.find()).as(command.output()).isTrue();
            return token.group();
        }
    }

    /** With this token from here on. */
    ConsoleService as(String other) {
        token = other;
        return this;
    }

    String address() {
        return process.address();
    }

    /** Lets whole observations arrive, each of 16 files. */
    void observe(int observations) throws Exception {
        try (ServiceProcess simulation = ServiceProcess.start(folder, Map.of(), "simulate", "--seed", "1",
                "--observations", String.valueOf(observations), "--target", incoming.toString())) {
            assertThat(simulation.awaitExit()).as(simulation.output()).isZero();
        }
    }

    private RequestSpecification request() {
        return token == null ? given() : given().auth().oauth2(token);
    }

    JsonPath get(String path) {
        return request().urlEncodingEnabled(false).get(address() + path).then().statusCode(200).extract()
                .jsonPath(jsonPathConfig().numberReturnType(NumberReturnType.DOUBLE));
    }

    /** How many rows a list has. */
    int total(String list) {
        return get(list + (list.contains("?") ? "&" : "?") + "count=true&limit=1").getInt("total");
    }

    /** @param body JSON; what it is answered with is a success */
    Response post(String path, String body) {
        Response answer = request().contentType("application/json").body(body).post(address() + path);
        assertThat(answer.statusCode()).as(answer.asString()).isIn(200, 201);
        return answer;
    }

    void delete(String path) {
        request().delete(address() + path).then().statusCode(204);
    }

    /** A row of the queue, as no file of an observation makes it. */
    void queue(String group, String state) {
        post("/api/v1/ingest/ingest_queue", """
            {"group_id":"%s","state":"%s","received_at":1.5,"last_update":1.5}""".formatted(group, state));
    }

    @Override
    public void close() {
        process.close();
    }
}
