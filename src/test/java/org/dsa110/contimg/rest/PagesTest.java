package org.dsa110.contimg.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.rest.TablesTest.image;
import static org.dsa110.contimg.rest.TablesTest.post;
import static org.dsa110.contimg.rest.TablesTest.problem;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import org.dsa110.contimg.TemporaryState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A list comes in pages, each with the token of the next, which is good for no other list. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class PagesTest {
    private static final String IMAGES = "/api/v1/products/images";
    private final String mark = UUID.randomUUID().toString();

    @Test
    void pagesHoldEveryRowOnceWhateverTheOrder() {
        List<Integer> ids = new ArrayList<>();
        Double[] noises = {null, 0.5, 0.1, null, 0.5, 2.0, 0.1, 0.5, null, 1.0, 0.1};
        for (Double noise : noises) {
            ids.add(post(IMAGES, image("/page", Map.of("type", mark, "noise_jy", noise == null ? "null" : noise)))
                    .statusCode(201).extract()
                    .path("id"));
        }
        for (String order : List.of("", "noise_jy", "-noise_jy", "path,-noise_jy", "-path,noise_jy,-id", "-id")) {
            for (int limit : new int[]{1, 2, 3, 1000}) {
                List<Integer> seen = new ArrayList<>();
                List<Float> sorted = new ArrayList<>();
                String next = null;
                do {
                    Map<String, Object> page = page(order, limit, next);
                    @SuppressWarnings("unchecked")
                    List<Map<String, Object>> items = (List<Map<String, Object>>) page.get("items");
                    assertThat(items.size()).isLessThanOrEqualTo(limit);
                    items.forEach(item -> seen.add((Integer) item.get("id")));
                    items.forEach(item -> sorted
                            .add(item.get("noise_jy") == null ? -1f : ((Number) item.get("noise_jy")).floatValue()));
                    next = (String) page.get("next");
                } while (next != null);
                assertThat(seen).as("order %s, limit %d", order, limit).doesNotHaveDuplicates()
                        .containsExactlyInAnyOrderElementsOf(ids);
                if (order.equals("noise_jy")) {
                    assertThat(sorted).isSorted();
                }
                if (order.equals("-noise_jy")) {
                    assertThat(sorted).isSortedAccordingTo(Comparator.reverseOrder());
                }
            }
        }
    }

    @Test
    void aListIsFilteredBeforeItIsCutAndCounted() {
        for (int i = 0; i < 5; i++) {
            post(IMAGES, image(mark, Map.of("type", i % 2 == 0 ? "even" : "odd"))).statusCode(201);
        }
        given().queryParam("path", mark).queryParam("type", "even").queryParam("limit", 2).queryParam("count", true)
                .queryParam("fields", "type,path").get(IMAGES).then().statusCode(200)
                .body("items", hasSize(2)).body("total", equalTo(3))
                .body("items[0]", equalTo(Map.of("type", "even", "path", mark)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'a':{'b':1}}", "[{'a':1}]", "['ORDER',{'a':1},'i1']", "['ORDER','x',['y']]",
            "['ORDER','x',1]", "['ORDER','x','i1','i1','i1','i1']", "['ORDER'", "['ORDER']", "'ORDER'", "[]", "[null]",
            "['ORDER','x','i1'] 7", "\u0000"})
    void aTokenThatIsNotAnArrayOfTextsIsRefused(String token) {
        post(IMAGES, image(mark, Map.of())).statusCode(201);
        post(IMAGES, image(mark, Map.of())).statusCode(201);
        String next = (String) page("noise_jy", 1, null, "path").get("next");
        String order = JsonPath.from(new String(Base64.getUrlDecoder().decode(next), StandardCharsets.UTF_8))
                .getString("[0]");
        String other = Base64.getUrlEncoder().withoutPadding().encodeToString(
                token.replace("ORDER", order).replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        problem(given().queryParam("next", other).queryParam("order", "noise_jy").get(IMAGES).then(), 400, "next");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "noise_jy", "noise_jy,type", "noise_jy,type,-created_at",
            "noise_jy,type,created_at,beam_major_arcsec,beam_minor_arcsec,beam_pa_deg,imsize_x,imsize_y,cellsize_arcsec"})
    void aTokenOfAnotherOrderIsToldSo(String order) {
        post(IMAGES, image(mark, Map.of())).statusCode(201);
        post(IMAGES, image(mark, Map.of())).statusCode(201);
        String next = (String) page(order, 1, null, "path").get("next");
        ValidatableResponse answer = given().queryParam("next", next).queryParam("order", "-id").get(IMAGES).then();
        problem(answer, 400, "next");
        answer.body("violations[0].message", startsWith("belongs to a list in another order: " + order));
    }

    @ParameterizedTest
    @ValueSource(strings = {"path=MARK", "path=MARK&type__in=dirty,clean", "path=MARK&type=clean",
            "path=MARK&type=dirty&id__ge=1", "path=MARK&type=dirty&ra=1&dec=2&radius=3", ""})
    void aTokenOfOtherRowsIsRefused(String query) {
        post(IMAGES, image(mark, Map.of())).statusCode(201);
        post(IMAGES, image(mark, Map.of())).statusCode(201);
        String next = given().get(IMAGES + "?limit=1&order=id&type=dirty&path=" + mark).then().statusCode(200)
                .extract().path("next");
        given().get(IMAGES + "?order=id&path=" + mark + "&fields=id&type=dirty&next=" + next).then().statusCode(200)
                .body("items.size()", equalTo(1));
        problem(given().get(IMAGES + "?order=id&next=" + next + "&" + query.replace("MARK", mark)).then(), 400, "next");
    }

    private Map<String, Object> page(String order, int limit, String next) {
        return page(order, limit, next, "type");
    }

    private Map<String, Object> page(String order, int limit, String next, String markColumn) {
        Map<String, Object> parameters = new LinkedHashMap<>(Map.of(markColumn, mark, "limit", limit));
        if (!order.isEmpty()) {
            parameters.put("order", order);
        }
        if (next != null) {
            parameters.put("next", next);
        }
        return given().queryParams(parameters).get(IMAGES).then().statusCode(200).extract().jsonPath().getMap("$");
    }
}
