package org.dsa110.contimg.rest.internal.list;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiPredicate;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.dsa110.contimg.PlainClient;
import org.dsa110.contimg.TemporaryState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Filters over HTTP, compared with the same question asked of the rows in Java. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class FiltersTest {
    private static final String IMAGES = "/api/v1/products/images";
    private static final String[] TEXTS = {null, "", " ", "a", "A", "ab", "a,b", "a\\,b", "a\\", "%", "_", "b%a",
            "\uFFFF",
            "a\uFFFF", "a\uD800\uDC00", "\uDBFF\uDFFF", "a\uDBFF\uDFFF", "\uD7FF", "\uE000", "\u00E4", "'", "\"", "0",
            "null"};
    private static final Double[] NUMBERS = {null, 0.0, -1.5, 1e-300, 5.0, 5.000000000000001, 1e300, 7.0};
    private static final Long[] INTEGERS = {null, 0L, 1L, -1L, Long.MAX_VALUE, Long.MIN_VALUE, 9007199254740993L};

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final String mark = UUID.randomUUID().toString();
    private final Map<Integer, String> texts = new HashMap<>();
    private final Map<Integer, Double> numbers = new HashMap<>();
    private final Map<Integer, Long> integers = new HashMap<>();

    @Test
    void eachFilterLetsTheRightRowsThrough() {
        System.out.println("FiltersTest: seed " + seed);
        storeRows();
        Map<String, BiPredicate<Integer, Boolean>> comparisons = Map.of(
                "eq", (order, known) -> known && order == 0, "ne", (order, known) -> !known || order != 0,
                "lt", (order, known) -> known && order < 0, "le", (order, known) -> known && order <= 0,
                "gt", (order, known) -> known && order > 0, "ge", (order, known) -> known && order >= 0);
        comparisons.forEach((filter, wanted) -> {
            for (String text : TEXTS) {
                if (text != null) {
                    assertFound("field_name__" + filter, text, texts, (stored, sent) -> wanted.test(
                            stored == null ? 0 : inUtf8(stored, sent), stored != null), text);
                }
            }
            for (Double number : NUMBERS) {
                if (number != null) {
                    assertFound("noise_jy__" + filter, number.toString(), numbers, (stored, sent) -> wanted.test(
                            stored == null ? 0 : stored.compareTo(sent), stored != null), number);
                }
            }
            for (Long integer : INTEGERS) {
                if (integer != null) {
                    assertFound("imsize_x__" + filter, integer.toString(), integers, (stored, sent) -> wanted.test(
                            stored == null ? 0 : stored.compareTo(sent), stored != null), integer);
                }
            }
        });
        for (String text : TEXTS) {
            if (text != null) {
                assertFound("field_name", text, texts, (stored, sent) -> sent.equals(stored), text);
                assertFound("field_name__contains", text, texts,
                        (stored, sent) -> stored != null && stored.contains(sent), text);
                assertFound("field_name__startswith", text, texts,
                        (stored, sent) -> stored != null && stored.startsWith(sent), text);
            }
        }
        assertFound("noise_jy__isnull", "true", numbers, (stored, sent) -> stored == null, null);
        assertFound("noise_jy__isnull", "false", numbers, (stored, sent) -> stored != null, null);
        assertFound("field_name__isnull", "true", texts, (stored, sent) -> stored == null, null);
    }

    @Test
    void aListOfValuesFindsEachOfThem() {
        System.out.println("FiltersTest: seed " + seed);
        storeRows();
        for (int i = 0; i < 20; i++) {
            List<String> wanted = new ArrayList<>();
            for (int n = 0; n <= i % 5; n++) {
                wanted.add(TEXTS[1 + random.nextInt(TEXTS.length - 1)]);
            }
            String sent = String.join(",",
                    wanted.stream().map(text -> text.replace("\\", "\\\\").replace(",", "\\,")).toList());
            assertFound("field_name__in", sent, texts, (stored, all) -> all.contains(stored), wanted);
        }
        assertFound("imsize_x__in", "0,9223372036854775807", integers,
                (stored, sent) -> stored != null && (stored == 0 || stored == Long.MAX_VALUE), null);
        assertFound("noise_jy__in", "5,1e300", numbers,
                (stored, sent) -> stored != null && (stored == 5 || stored == 1e300),
                null);
    }

    @Test
    void allFiltersMustHold() {
        storeRows();
        given().queryParam("type", mark).queryParam("noise_jy__ge", 0).queryParam("noise_jy__lt", 5)
                .queryParam("imsize_x__isnull", false).queryParam("count", true).get(IMAGES).then().statusCode(200)
                .body("total", equalTo((int) numbers.entrySet().stream().filter(
                        row -> row.getValue() != null && row.getValue() >= 0 && row.getValue() < 5
                                && integers.get(row.getKey()) != null)
                        .count()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "noise_jy__lt=x | noise_jy__lt | a finite number",
            "noise_jy__contains=1 | noise_jy__contains | texts only",
            "id__startswith=1 | id__startswith | texts only",
            "noise_jy__isnull=1 | noise_jy__isnull | true or false",
            "id__in=1,x | id__in | an integer",
            "id__in= | id__in | an integer",
            "noise_jy__between=1 | noise_jy__between | known are eq, ne, lt, le, gt, ge, in, contains, startswith, isnull",
            "noise_jy__=1 | noise_jy__ | known are eq",
            "noise_jy__LT=1 | noise_jy__LT | known are eq",
            "colour__lt=1 | colour__lt | known are",
            "noise_jy__lt=1&noise_jy__lt=2 | noise_jy__lt | given once",
    })
    void aBadFilterIsNamed(String query, String field, String message) {
        given().urlEncodingEnabled(false).get(IMAGES + "?" + query).then().statusCode(400)
                .contentType("application/problem+json").body("violations[0].field", equalTo(field))
                .body("violations[0].message", containsString(message));
    }

    @Test
    void tooManyValuesAreRefused() {
        given().queryParam("id__in", "1,".repeat(1000) + "1").get(IMAGES).then().statusCode(400)
                .body("violations[0].message", containsString("at most 1000 values"));
    }

    @Test
    void theStatesOfAClosedSetAreChecked() {
        given().get("/api/v1/ingest/ingest_queue?state__in=pending,lost").then().statusCode(400)
                .body("violations[0].message", containsString("must be one of"));
        given().get("/api/v1/ingest/ingest_queue?state__ne=pending").then().statusCode(200);
    }

    private void storeRows() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            Map<String, Object> row = new HashMap<>(
                    Map.of("path", "/p", "ms_path", "/m", "created_at", 1, "type", mark));
            row.put("field_name", TEXTS[i % TEXTS.length]);
            row.put("noise_jy", NUMBERS[random.nextInt(NUMBERS.length)]);
            row.put("imsize_x", INTEGERS[random.nextInt(INTEGERS.length)]);
            rows.add(row);
        }
        List<Integer> ids = given().contentType(ContentType.JSON).body(rows).post(IMAGES).then().statusCode(201)
                .extract().path("id");
        for (int i = 0; i < rows.size(); i++) {
            texts.put(ids.get(i), (String) rows.get(i).get("field_name"));
            numbers.put(ids.get(i), (Double) rows.get(i).get("noise_jy"));
            integers.put(ids.get(i), (Long) rows.get(i).get("imsize_x"));
        }
    }

    private <V, S> void assertFound(String parameter, String text, Map<Integer, V> stored, BiPredicate<V, S> wanted,
            S sent) {
        List<Integer> found = new ArrayList<>();
        PlainClient.json(IMAGES + PlainClient.query(Map.of("type", mark, parameter, text, "limit", 1000))).get("items")
                .forEach(row -> found.add(row.get("id").intValue()));
        List<Integer> expected = stored.entrySet().stream().filter(row -> wanted.test(row.getValue(), sent))
                .map(Map.Entry::getKey).toList();
        assertThat(new TreeSet<>(found)).as("%s=%s", parameter, text).isEqualTo(new TreeSet<>(expected));
        assertThat(found).hasSameSizeAs(expected);
    }

    private static int inUtf8(String a, String b) {
        return Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }
}
