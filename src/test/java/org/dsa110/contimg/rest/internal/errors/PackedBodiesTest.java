package org.dsa110.contimg.rest.internal.errors;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.rest.TablesTest.image;
import static org.dsa110.contimg.rest.TablesTest.problem;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.OtherProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are sent with gzip count as what they are unpacked, and one that is damaged as none. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class PackedBodiesTest {
    private static final String IMAGES = "/api/v1/products/images";
    private static final String NDJSON = "application/x-ndjson";
    private static final String JSON = "application/json";
    private final String mark = UUID.randomUUID().toString();

    StateFiles files;

    @AfterEach
    void deleteImages() throws SQLException {
        new OtherProgram(files.get(Database.PRODUCTS).toString()).execute("DELETE FROM images WHERE path = ?", mark);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "x-gzip"})
    void aRowIsTakenAsItWasBefore(String coding) throws IOException {
        sent(JSON, gzip(image(mark, Map.of()))).header("Content-Encoding", coding).post(IMAGES).then().statusCode(201)
                .body("path", equalTo(mark));
        assertThat(stored()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64, 1000})
    void anArrayIsTakenWhole(int rows) throws IOException {
        String array = rows(rows).collect(Collectors.joining(",", "[", "]"));
        packed(JSON, gzip(array)).post(IMAGES).then().statusCode(201);
        assertThat(stored()).isEqualTo(rows);
    }

    @Test
    void aKeyIsThatOfTheUnpackedBody() throws IOException {
        String row = image(mark, Map.of());
        packed(JSON, gzip(row)).header("Idempotency-Key", mark).post(IMAGES).then().statusCode(201);
        given().contentType(JSON).header("Idempotency-Key", mark).body(row).post(IMAGES).then().statusCode(201)
                .header("Idempotent-Replayed", "true");
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void anImportIsTakenWholeAndInSeveralMembers() throws IOException {
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        for (int member = 0; member < 3; member++) {
            members.write(gzip(rows(1500).collect(Collectors.joining("\n", "", "\n"))));
        }
        importRows(members.toByteArray()).statusCode(200).body("imported", equalTo(4500)).body("failed", equalTo(0));
        assertThat(stored()).isEqualTo(4500);
    }

    @ParameterizedTest
    @CsvSource({"1,it ends too early", "9,it ends too early", "0,Not in GZIP format"})
    void aBodyThatIsDamagedIsNotTaken(int cut, String why) throws IOException {
        byte[] whole = gzip(image(mark, Map.of()));
        byte[] sent = cut == 0
                ? image(mark, Map.of()).getBytes(StandardCharsets.UTF_8)
                : Arrays.copyOf(whole, whole.length - cut);
        problem(packed(JSON, sent).post(IMAGES).then().body("detail", equalTo(
                "Content-Encoding says gzip, and the body is not whole gzip: " + why)), 400, null);
        problem(packed(JSON, new byte[0]).post(IMAGES).then(), 400, null);
        assertThat(stored()).isZero();
    }

    @Test
    void whatStandsBehindTheEndIsNotPassedOver() throws IOException {
        byte[] whole = gzip(image(mark, Map.of()));
        for (String more : new String[]{"x", "\0", "more than a header would take", "\u001f"}) {
            byte[] sent = Arrays.copyOf(whole, whole.length + more.length());
            System.arraycopy(more.getBytes(StandardCharsets.US_ASCII), 0, sent, whole.length, more.length());
            problem(packed(JSON, sent).post(IMAGES).then()
                    .body("detail", containsString("there is more behind its end")), 400, null);
        }
        assertThat(stored()).isZero();
    }

    @Test
    void whatUnpacksToNothingIsRefusedAndAnImportSaysHowFarItCame() throws IOException {
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        members.write(gzip(rows(1500).collect(Collectors.joining("\n", "", "\n"))));
        byte[] named = Arrays.copyOf(gzip(""), 10);
        named[3] = 8;
        members.write(named);
        members.write("a".repeat(200_000).getBytes(StandardCharsets.US_ASCII));
        int imported = importRows(members.toByteArray()).statusCode(400)
                .body("detail", containsString("bytes of the body unpack to nothing"))
                .extract().path("imported");
        assertThat(stored()).isEqualTo(imported);
        problem(packed(JSON, members.toByteArray()).post(IMAGES).then(), 400, null);
        assertThat(stored()).isEqualTo(imported);
    }

    @Test
    void aWrongChecksumIsNotPassedOver() throws IOException {
        byte[] sent = gzip(image(mark, Map.of()));
        sent[sent.length - 6] ^= 1;
        problem(packed(JSON, sent).post(IMAGES).then().body("detail", containsString("Corrupt GZIP trailer")), 400,
                null);
        assertThat(stored()).isZero();
    }

    @Test
    void anImportThatIsCutSaysHowFarItCame() throws IOException {
        Random random = new Random(1);
        byte[] whole = gzip(IntStream.range(0, 5000)
                .mapToObj(i -> image(mark, Map.of("field_name", Long.toHexString(random.nextLong()))))
                .collect(Collectors.joining("\n")));
        int imported = importRows(Arrays.copyOf(whole, whole.length / 2)).statusCode(400)
                .body("detail", containsString("the body is not whole gzip: it ends too early"))
                .body("failed", equalTo(0)).extract().path("imported");
        assertThat(imported).isPositive().isLessThan(5000);
        assertThat(stored()).isEqualTo(imported);
    }

    @Test
    void aBodyThatIsTooLongUnpackedIsRefused() throws IOException {
        byte[] sent = gzip(" ".repeat(8 << 20) + image(mark, Map.of()));
        assertThat(sent.length).isLessThan(16 << 10);
        problem(packed(JSON, sent).post(IMAGES).then(), 413, null);
        assertThat(stored()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "gzip, gzip", "zstd"})
    void anotherCodingIsRefusedWithTheOneThatIsTaken(String coding) throws IOException {
        for (String action : new String[]{"", ":import"}) {
            problem(sent(action.isEmpty() ? JSON : NDJSON, gzip(image(mark, Map.of())))
                    .header("Content-Encoding", coding)
                    .urlEncodingEnabled(false).post(IMAGES + action).then().header("Accept-Encoding", "gzip"), 415,
                    null);
        }
    }

    private Stream<String> rows(int count) {
        return IntStream.range(0, count).mapToObj(i -> image(mark, Map.of("noise_jy", i)));
    }

    private ValidatableResponse importRows(byte[] sent) {
        return packed(NDJSON, sent).urlEncodingEnabled(false).post(IMAGES + ":import").then();
    }

    private static RequestSpecification packed(String type, byte[] body) {
        return sent(type, body).header("Content-Encoding", "gzip");
    }

    private static RequestSpecification sent(String type, byte[] body) {
        return given().config(RestAssured.config().encoderConfig(EncoderConfig.encoderConfig()
                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                .encodeContentTypeAs(type, ContentType.BINARY))).contentType(type).body(body);
    }

    private int stored() {
        return given().queryParam("path", mark).queryParam("count", true).get(IMAGES).then().statusCode(200).extract()
                .path("total");
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
