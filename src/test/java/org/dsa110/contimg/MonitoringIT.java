package org.dsa110.contimg;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.restassured.http.ContentType;
import org.dsa110.contimg.rest.Waiting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code deploy/monitoring} asks for is there: in a service in which everything has happened that is measured. */
class MonitoringIT {
    private static final Pattern TOKEN = Pattern.compile("contimg_[A-Za-z0-9_-]{43}");

    @TempDir
    Path folder;

    @Test
    void everyMetricOfTheRulesAndTheDashboardIsInTheService() throws Exception {
        Set<String> wanted = new TreeSet<>();
        Monitoring.alerts().forEach(alert -> wanted.addAll(Monitoring.metrics(alert.expression())));
        Monitoring.shown().forEach(expression -> wanted.addAll(Monitoring.metrics(expression)));
        assertThat(wanted).contains("contimg_ingest_queue_pending_count", "dsa110_conversion_total");
        Path incoming = Files.createDirectory(folder.resolve("incoming"));
        Path backups = Files.createDirectory(folder.resolve("backups"));
        Path tokens = folder.resolve("tokens");
        String token = token(tokens);
        try (ServiceProcess service = ServiceProcess.serve(folder.resolve("state"),
                Map.of("CONTIMG_INGEST_INCOMING_DIR", incoming.toString(), "CONTIMG_INGEST_SCAN_INTERVAL", "1s",
                        "CONTIMG_INGEST_CONVERTER_COMMAND", "exit 1", "CONTIMG_BACKUP_FOLDER", backups.toString(),
                        "CONTIMG_BACKUP_SCHEDULE", "* * * * * ?", "CONTIMG_ACCESS_TOKENS", tokens.toString()))) {
            Files.writeString(incoming.resolve("2026-02-11T15:58:07_sb00.hdf5"), "not HDF5");
            given().auth().oauth2(token).contentType(ContentType.JSON)
                    .body(Map.of("group_id", "2026-02-11T15:58:07", "state", "pending", "received_at", 1, "last_update",
                            1))
                    .post(service.address() + "/api/v1/ingest/ingest_queue").then().statusCode(201);

            Waiting.until("of the metrics is missing " + missing(wanted, service, token),
                    () -> missing(wanted, service, token).isEmpty());
        }
    }

    /** As docs/monitoring.md has them fetched. It says what it would name otherwise, and ends with 3 then, but reads all. */
    @Test
    void promtoolReadsTheMetricsThatAreFetchedAsText() throws Exception {
        Promtool.assumeInstalled();
        try (ServiceProcess service = ServiceProcess.serve(folder.resolve("state"), Map.of())) {
            given().get(service.address() + "/api/v1/products/images").then().statusCode(200);
            String metrics = given().accept("text/plain").get(service.address() + "/q/metrics").then().statusCode(200)
                    .extract().asString();
            assertThat(metrics).contains("http_server_requests_seconds_count");
            Promtool.Ended ended = Promtool.run(metrics, "check", "metrics");
            assertThat(ended.output()).doesNotContain("error while linting");
            assertThat(ended.status()).as(ended.output()).isIn(0, 3);
        }
    }

    private String token(Path file) throws Exception {
        try (ServiceProcess command = ServiceProcess.start(folder, Map.of(), "token", "--name", "test", "--role",
                "write", "--file", file.toString())) {
            assertThat(command.awaitExit()).as(command.output()).isZero();
            Matcher token = TOKEN.matcher(command.output());
            assertThat(token.find()).as(command.output()).isTrue();
            return token.group();
        }
    }

    private static Set<String> missing(Set<String> wanted, ServiceProcess service, String token) {
        String text = given().auth().oauth2(token).accept("text/plain").get(service.address() + "/q/metrics").then()
                .statusCode(200).extract().asString();
        Set<String> there = text.lines().filter(line -> !line.startsWith("#")).map(line -> line.split("[ {]")[0])
                .collect(Collectors.toSet());
        return wanted.stream().filter(name -> !there.contains(name)).collect(Collectors.toCollection(TreeSet::new));
    }
}
