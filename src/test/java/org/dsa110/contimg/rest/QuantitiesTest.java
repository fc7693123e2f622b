package org.dsa110.contimg.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.rest.internal.list.Cone;
import org.junit.jupiter.api.Test;
import uk.ac.starlink.table.ColumnInfo;
import uk.ac.starlink.table.StoragePolicy;
import uk.ac.starlink.table.Tables;
import uk.ac.starlink.util.ByteArrayDataSource;
import uk.ac.starlink.votable.VOTableBuilder;

/**
 * Every column that is served has the unit and the descriptor of quantities.csv, or neither where the file has none; the file has every
 * column.
 */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class QuantitiesTest {
    private static final String LIGHT_CURVE = "products.lightcurve";
    /** What is used of VOUnits 1.0: symbols with the prefixes that each may have, and one division. */
    private static final Pattern UNIT = unit("[kMGTmun]?(s|Hz|Jy|arcsec|byte)|d|min|deg|pixel|beam");
    /**
     * What is used of the IVOA's list of UCD words, version 1.5, with the place that it gives them: P the first word only, S any but the
     * first, Q any, E any, of what is measured in a part of the spectrum.
     */
    private static final Map<String, String> WORDS = Map.ofEntries(Map.entry("em.freq", "Q"),
            Map.entry("em.radio", "S"), Map.entry("instr.bandwidth", "Q"), Map.entry("instr.beam", "S"),
            Map.entry("instr.pixel", "S"), Map.entry("meta.id", "P"), Map.entry("meta.main", "S"),
            Map.entry("meta.number", "P"), Map.entry("obs.exposure", "S"), Map.entry("phot.flux.density", "E"),
            Map.entry("phys.angSize", "E"),
            Map.entry("pos.angDistance", "Q"), Map.entry("pos.eq.dec", "Q"), Map.entry("pos.eq.ra", "Q"),
            Map.entry("pos.posAng", "Q"), Map.entry("src", "S"), Map.entry("stat.error", "P"),
            Map.entry("stat.fit.chi2", "P"), Map.entry("stat.max", "S"), Map.entry("stat.mean", "S"),
            Map.entry("stat.min", "S"), Map.entry("stat.snr", "P"), Map.entry("stat.stdev", "P"),
            Map.entry("time.creation", "Q"), Map.entry("time.duration", "Q"), Map.entry("time.end", "Q"),
            Map.entry("time.epoch", "Q"), Map.entry("time.interval", "Q"), Map.entry("time.start", "Q"));

    /** A column that is served. Where there is no unit or descriptor it is empty. */
    private record Column(String table, String name, String unit, String ucd) {
        static Column parse(String line) {
            String[] cells = line.split(",", -1);
            return new Column(cells[0] + "." + cells[1], cells[2], cells[3], cells[4]);
        }

        /** As OpenAPI has it, which has no descriptors. */
        String withUnit() {
            return table + "." + name + " " + unit;
        }
    }

    @Test
    void everyColumnHasItsUnitInTheDocument() throws IOException {
        assertThat(served().properties().stream().flatMap(table -> columns(table.getKey(), table.getValue())))
                .containsExactlyInAnyOrderElementsOf(expected().map(Column::withUnit).toList());
    }

    @Test
    void everyColumnHasItsUnitAndItsDescriptorInAVotable() throws IOException {
        List<Column> columns = new ArrayList<>();
        for (Map.Entry<String, JsonNode> table : served().properties()) {
            columns.addAll(votable(table.getKey(), table.getValue()));
        }
        assertThat(columns).containsExactlyInAnyOrderElementsOf(expected().toList());
    }

    @Test
    void theTimesOfACompleteGroupHaveTheirUnit() throws IOException {
        JsonNode group = document().at("/components/schemas/CompleteGroup/properties");
        assertThat(group.at("/start_mjd/x-unit").asText()).isEqualTo("d");
        assertThat(group.at("/end_mjd/x-unit").asText()).isEqualTo("d");
    }

    @Test
    void everyUnitIsAVounit() {
        assertThat(expected().map(Column::unit).filter(unit -> !unit.isEmpty()))
                .allSatisfy(unit -> assertThat(unit).matches(UNIT));
    }

    @Test
    void everyDescriptorHasWordsOfTheVocabularyInTheirPlaces() {
        assertThat(expected().filter(column -> !column.ucd().isEmpty())).allSatisfy(column -> {
            List<String> words = List.of(column.ucd().split(";", -1));
            assertThat(WORDS).containsKeys(words.toArray(String[]::new));
            assertThat(WORDS.get(words.get(0))).as("place of the first word of %s", column).isNotEqualTo("S");
            assertThat(words.stream().skip(1).map(WORDS::get)).as("places of the other words of %s", column)
                    .doesNotContain("P");
        });
    }

    private static Stream<Column> expected() {
        return ColumnFact.lines("quantities.csv").stream().map(Column::parse);
    }

    /** The schemas of all rows that come as VOTables too, by the name of their table. */
    private static JsonNode served() throws IOException {
        JsonNode document = document();
        ObjectNode tables = SampleRows.JSON.createObjectNode();
        document.at("/components/schemas").properties().stream()
                .filter(schema -> schema.getKey().matches("\\w+\\.\\w+\\.part"))
                .forEach(schema -> tables.set(schema.getKey().replace(".part", ""), schema.getValue()));
        tables.set(LIGHT_CURVE, document.at("/paths").path("/api/v1/products/sources/{source_id}/lightcurve").at(
                "/get/responses/200/content").path("application/json").at("/schema/properties/data_points/items"));
        return tables;
    }

    private static JsonNode document() throws IOException {
        return SampleRows.JSON.readTree(given().queryParam("format", "json").get("/q/openapi").then().statusCode(200)
                .extract().asByteArray());
    }

    private static Stream<String> columns(String table, JsonNode schema) {
        return schema.get("properties").properties().stream().filter(property -> !property.getKey().equals("warnings"))
                .map(property -> new Column(table, property.getKey(), property.getValue().path("x-unit").asText(), "")
                        .withUnit());
    }

    private static List<Column> votable(String table, JsonNode schema) throws IOException {
        String path = "/api/v1/" + table.replace('.', '/');
        RequestSpecification request = given().queryParam("as", "votable");
        if (schema.get("properties").has(Cone.SEPARATION)) {
            request.queryParam(Cone.RA, 0).queryParam(Cone.DEC, 0).queryParam(Cone.RADIUS, 1e-6);
        } else if (table.equals(LIGHT_CURVE)) {
            path = "/api/v1/products/sources/" + measuredSource() + "/lightcurve";
        } else {
            request.queryParam("limit", 1);
        }
        byte[] votable = request.get(path).then().statusCode(200).extract().asByteArray();
        return Arrays.stream(Tables.getColumnInfos(new VOTableBuilder(true)
                .makeStarTable(new ByteArrayDataSource("export", votable), true, StoragePolicy.PREFER_MEMORY)))
                .map(column -> column(table, column)).toList();
    }

    private static Column column(String table, ColumnInfo column) {
        return new Column(table, column.getName(), column.getUnitString() == null ? "" : column.getUnitString(),
                column.getUCD() == null ? "" : column.getUCD());
    }

    private static String measuredSource() {
        String source = UUID.randomUUID().toString();
        given().contentType("application/json").body(Map.of("source_id", source, "image_path", "/images/a.fits",
                "ra_deg", 10, "dec_deg", 20, "peak_jyb", 1, "measured_at", 1)).post("/api/v1/products/photometry")
                .then().statusCode(201);
        return source;
    }

    private static Pattern unit(String symbols) {
        return Pattern.compile("(" + symbols + ")(/(" + symbols + "))?");
    }
}
