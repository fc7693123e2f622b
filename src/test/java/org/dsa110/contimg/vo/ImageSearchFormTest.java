package org.dsa110.contimg.vo;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import javax.xml.parsers.DocumentBuilderFactory;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.problem.Problem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What a search for images takes and answers, as SIA 2.0, ObsCore 1.1 and DALI 1.1 say. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class ImageSearchFormTest {
    private static final String QUERY = "/vo/sia2/query";
    /** The mandatory columns of ObsCore 1.1, appendix C: name, datatype, unit, UCD, utype. */
    private static final String MANDATORY = """
        dataproduct_type char - meta.code.class ObsDataset.dataProductType
        calib_level int - meta.code;obs.calib ObsDataset.calibLevel
        obs_collection char - meta.id DataID.collection
        obs_id unicodeChar - meta.id DataID.observationID
        obs_publisher_did char - meta.ref.ivoid Curation.publisherDID
        access_url char - meta.ref.url Access.reference
        access_format char - meta.code.mime Access.format
        access_estsize long kbyte phys.size;meta.file Access.size
        target_name unicodeChar - meta.id;src Target.name
        s_ra double deg pos.eq.ra Char.SpatialAxis.Coverage.Location.Coord.Position2D.Value2.C1
        s_dec double deg pos.eq.dec Char.SpatialAxis.Coverage.Location.Coord.Position2D.Value2.C2
        s_fov double deg phys.angSize;instr.fov Char.SpatialAxis.Coverage.Bounds.Extent.diameter
        s_region char - pos.outline;obs.field Char.SpatialAxis.Coverage.Support.Area
        s_resolution double arcsec pos.angResolution Char.SpatialAxis.Resolution.Refval.value
        s_xel1 long - meta.number Char.SpatialAxis.numBins1
        s_xel2 long - meta.number Char.SpatialAxis.numBins2
        t_min double d time.start;obs.exposure Char.TimeAxis.Coverage.Bounds.Limits.StartTime
        t_max double d time.end;obs.exposure Char.TimeAxis.Coverage.Bounds.Limits.StopTime
        t_exptime double s time.duration;obs.exposure Char.TimeAxis.Coverage.Support.Extent
        t_resolution double s time.resolution Char.TimeAxis.Resolution.Refval.value
        t_xel long - meta.number Char.TimeAxis.numBins
        em_min double m em.wl;stat.min Char.SpectralAxis.Coverage.Bounds.Limits.LoLimit
        em_max double m em.wl;stat.max Char.SpectralAxis.Coverage.Bounds.Limits.HiLimit
        em_res_power double - spect.resolution Char.SpectralAxis.Resolution.ResolPower.refVal
        em_xel long - meta.number Char.SpectralAxis.numBins
        o_ucd char - meta.ucd Char.ObservableAxis.ucd
        pol_states char - meta.code;phys.polarization Char.PolarizationAxis.stateList
        pol_xel long - meta.number Char.PolarizationAxis.numBins
        facility_name char - meta.id;instr.tel Provenance.ObsConfig.Facility.name
        instrument_name char - meta.id;instr Provenance.ObsConfig.Instrument.name
        """;

    private final String mark = UUID.randomUUID().toString();

    StateFiles files;
    StoredImages images;

    @BeforeEach
    void nameField() {
        images = new StoredImages(files.get(Database.PRODUCTS), mark);
    }

    @Test
    void theColumnsAreThoseOfObsCore() throws Exception {
        List<String> fields = new ArrayList<>();
        NodeList elements = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(get("MAXREC=0").asByteArray())).getElementsByTagName("FIELD");
        for (int i = 0; i < elements.getLength(); i++) {
            Element field = (Element) elements.item(i);
            fields.add(String.join(" ", field.getAttribute("name"), field.getAttribute("datatype"),
                    field.getAttribute("unit").isEmpty() ? "-" : field.getAttribute("unit"), field.getAttribute("ucd"),
                    field.getAttribute("utype").replace("obscore:", "")));
        }
        assertThat(fields).containsAll(MANDATORY.lines().toList());
    }

    @Test
    void theTableSetDescribesThemAlike() throws Exception {
        Response described = given().get("/vo/tables/ivoa.ObsCore");
        assertThat(described.xmlPath().<String>getList("table.column.name"))
                .isEqualTo(Votable.read(get("MAXREC=0").asByteArray()).names());
        described.then().statusCode(200).body("table.name", equalTo("ivoa.ObsCore"))
                .body("table.column.find { it.name == 's_region' }.utype",
                        equalTo("obscore:Char.SpatialAxis.Coverage.Support.Area"))
                .body("table.column.find { it.name == 's_region' }.dataType.@extendedType", equalTo("adql:REGION"))
                .body("table.column.find { it.name == 'calib_level' }.dataType", equalTo("int"));
        given().get("/vo/tables").then().body("tableset.schema.last().table.name", equalTo("ivoa.ObsCore"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"POS=SQUARE 1 2 3 | POS must begin with CIRCLE, RANGE or POLYGON",
            "POS=circle 1 2 3 | POS must begin with CIRCLE, RANGE or POLYGON",
            "POS= | POS must begin with CIRCLE, RANGE or POLYGON",
            "POS=CIRCLE 1 2 | POS must have three numbers behind CIRCLE: longitude, latitude and radius",
            "POS=CIRCLE 361 2 3 | POS has a longitude of 361.0, which must be from 0 to 360 degrees",
            "POS=CIRCLE 1 -91 3 | POS has a latitude of -91.0, which must be from -90 to 90 degrees",
            "POS=CIRCLE 1 2 -3 | POS has a radius of -3.0, which must be from 0 to 180 degrees",
            "POS=CIRCLE 1 2 +Inf | POS has a radius of Infinity, which must be from 0 to 180 degrees",
            "POS=CIRCLE 1 2 NaN | POS must have numbers in it, and 'NaN' is none",
            "POS=CIRCLE 1,2,3 | POS must have numbers in it, and '1,2,3' is none",
            "POS=RANGE 1 2 3 | POS must have four numbers behind RANGE: two longitudes and two latitudes",
            "POS=RANGE 2 1 3 4 | POS must not begin after its end",
            "POS=RANGE 1 2 3 91 | POS has a latitude of 91.0, which must be from -90 to 90 degrees",
            "POS=POLYGON 1 2 3 4 | POS must have at least three corners behind POLYGON: of each its longitude and its latitude",
            "POS=POLYGON 1 2 3 4 5 6 7 | POS must have at least three corners behind POLYGON: of each its longitude and its latitude",
            "POS=POLYGON 1 2 3 4 1 2 | POS must have three corners that are not the same",
            "POS=POLYGON 1 2 1 2 3 4 1 2 | POS must have three corners that are not the same",
            "POS=POLYGON 0 0 10 0 5 0 | POS must not turn back on itself at a corner",
            "POS=POLYGON 0 0 180 0 90 10 | POS must not have a corner opposite to the one before",
            "POS=CIRCLE 1 2 3&POS=x | POS must begin with CIRCLE, RANGE or POLYGON",
            "BAND=x | BAND must have numbers in it, and 'x' is none",
            "BAND=1 2 3 | BAND must be a number, or two with a blank between them; -Inf and +Inf are no bounds",
            "BAND= | BAND must be a number, or two with a blank between them; -Inf and +Inf are no bounds",
            "BAND=+Inf | BAND must be a number, or two with a blank between them; -Inf and +Inf are no bounds",
            "BAND=2 1 | BAND must not begin after its end", "TIME=+Inf +Inf | TIME must not begin after its end",
            "TIME=2026-01-01 | TIME must have numbers in it, and '2026-01-01' is none",
            "FOV=1/2 | FOV must have numbers in it, and '1/2' is none",
            "SPATRES=a | SPATRES must have numbers in it, and 'a' is none",
            "SPECRP=a | SPECRP must have numbers in it, and 'a' is none",
            "EXPTIME=a | EXPTIME must have numbers in it, and 'a' is none",
            "TIMERES=a | TIMERES must have numbers in it, and 'a' is none",
            "POL=J | POL must be one of I, LL, LR, POLA, POLI, Q, RL, RR, U, V, XX, XY, YX, YY",
            "CALIB=high | CALIB must be an integer of 64 bits", "MAXREC=-1 | MAXREC must be an integer from 0 on",
            "MAXREC=1&maxrec=1 | MAXREC must be given once",
            "TARGET=a%00b | TARGET must not contain the character U+0000"})
    void whatIsWrongIsSaidWithTheNameOfTheParameter(String query, String message) {
        String encoded = query.replace("+", "%2B").replace(" ", "%20");
        Response answer = get(encoded);
        answer.then().statusCode(200).contentType(startsWith("text/xml"))
                .body("VOTABLE.INFO.@value", equalTo("UsageFault: " + message))
                .body("VOTABLE.RESOURCE.INFO.@value", equalTo("ERROR"))
                .body("VOTABLE.RESOURCE.INFO", equalTo("UsageFault: " + message));
        assertThat(post(encoded).asString()).isEqualTo(answer.asString());
    }

    @Test
    void aQueryIsOfABoundedLength() {
        get(String.join("&", Collections.nCopies(101, "BAND=1"))).then().body("VOTABLE.RESOURCE.INFO",
                equalTo("UsageFault: BAND must be given at most 100 times"));
        StringBuilder polygon = new StringBuilder("POS=POLYGON");
        for (int i = 0; i < 1000; i++) {
            polygon.append('+').append(i * 0.36).append("+10");
        }
        assertThat(post(polygon + "&TARGET=" + mark).then().statusCode(200).extract().asString())
                .contains("QUERY_STATUS\" value=\"OK");
        post(polygon + "&" + polygon).then().body("VOTABLE.RESOURCE.INFO",
                equalTo("UsageFault: POS must have at most 1000 corners in all its polygons"));
        get(String.join("&", Collections.nCopies(51, "POS=RANGE+1+2+3+4"))).then().body("VOTABLE.RESOURCE.INFO",
                equalTo("UsageFault: POS must be given at most 50 times"));
        assertThat(post(String.join("&", Collections.nCopies(50, "POS=RANGE+1+2+3+4")) + "&" + "TARGET=" + mark)
                .asString()).contains("QUERY_STATUS\" value=\"OK");
    }

    @Test
    void allOfAFormCountsOrNone() {
        post("TARGET=" + mark + "%23#1&MAXREC=x").then().body("VOTABLE.RESOURCE.INFO",
                equalTo("UsageFault: MAXREC must be an integer of 64 bits"));
        post("TARGET=%FF").then().body("VOTABLE.RESOURCE.INFO", equalTo("UsageFault: body must be a form in UTF-8"));
        post("TARGET=%z").then().body("VOTABLE.RESOURCE.INFO",
                equalTo("UsageFault: body must be a form, in which two hexadecimal digits follow each %"));
        post("TARGET=" + "a".repeat(1 << 18)).then().body("VOTABLE.RESOURCE.INFO",
                equalTo("UsageFault: body must have at most 262144 bytes"));
        post("POS=POLYGON" + "+1+2".repeat(1001)).then().body("VOTABLE.RESOURCE.INFO",
                equalTo("UsageFault: POS must have at most 2000 numbers in it"));
        post("TIME=" + "x".repeat(200)).then().body("VOTABLE.RESOURCE.INFO",
                equalTo("UsageFault: TIME must have numbers in it, and '" + "x".repeat(100) + "...' is none"));
    }

    @Test
    void anAnswerThatIsCutSaysSo() throws IOException, SQLException {
        for (int i = 0; i < 3; i++) {
            images.addWith("/" + i, Map.of());
        }
        assertStatus("MAXREC=2", 2, true);
        assertStatus("MAXREC=3", 3, false);
        assertStatus("MAXREC=1000000", 3, false);
        assertStatus("", 3, false);
        assertStatus("MAXREC=0", 0, true);
        assertStatus("BAND=1000", 0, false);
    }

    private void assertStatus(String query, int rows, boolean overflow) throws IOException {
        Response answer = get("TARGET=" + mark + "&" + query);
        Votable table = Votable.read(answer.then().statusCode(200).extract().asByteArray());
        assertThat(table.table().getRowCount()).isEqualTo(rows);
        assertThat(table.names()).contains("s_ra", "access_url");
        assertThat(answer.asString()).contains("<RESOURCE type=\"results\"><INFO name=\"QUERY_STATUS\" value=\"OK\"/>");
        assertThat(answer.asString().contains("</TABLE><INFO name=\"QUERY_STATUS\" value=\"OVERFLOW\"/>"))
                .isEqualTo(overflow);
    }

    @Test
    void aFormIsAnsweredAsAUrlIs() throws IOException, SQLException {
        for (int i = 0; i < 3; i++) {
            images.addAt("/" + i, i, 0, 0.1);
        }
        String query = "TARGET=" + mark + "&POS=CIRCLE+0+0+0.5&pos=CIRCLE%201%200%200.5&colour=red";
        assertThat(Votable.read(get(query).asByteArray()).values("path")).containsExactly("/0", "/1");
        assertThat(post(query).then().statusCode(200).extract().asString()).isEqualTo(get(query).asString());
        assertThat(given().urlEncodingEnabled(false).contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .body("POS=CIRCLE+0+0+0.5").post(QUERY + "?TARGET=" + mark + "&MAXREC=1").asString())
                .isEqualTo(get("TARGET=" + mark + "&MAXREC=1&POS=CIRCLE+0+0+0.5").asString());
        post("POS=%zz").then().statusCode(200).body("VOTABLE.RESOURCE.INFO",
                startsWith("UsageFault: body must be a form"));
        assertThat(post("").asString()).contains("QUERY_STATUS\" value=\"OK");
    }

    @Test
    void whatIsNoFormIsNotTaken() {
        given().contentType(ContentType.JSON).body("{}").post(QUERY).then().statusCode(415)
                .contentType(Problem.MEDIA_TYPE);
        given().contentType("application/x-www-form-urlencoded").header("Content-Encoding", "br").body("POS=x")
                .post(QUERY).then().statusCode(415);
    }

    @Test
    void aPageOfAnotherSiteMaySearchAsItMayRead() {
        given().header("Origin", "https://elsewhere.example").contentType("application/x-www-form-urlencoded")
                .body("MAXREC=0").post(QUERY).then().statusCode(200);
        given().header("Origin", "https://elsewhere.example").contentType(ContentType.JSON).body("{}")
                .post("/api/v1/products/images").then().statusCode(403);
    }

    @Test
    void theFormatIsChosenAsOfAConeSearch() {
        given().urlEncodingEnabled(false).get(QUERY + "?MAXREC=0&RESPONSEFORMAT=application/x-votable%2Bxml").then()
                .statusCode(200).contentType(startsWith("application/x-votable+xml"));
        get("MAXREC=0&RESPONSEFORMAT=fits").then().statusCode(200).body("VOTABLE.RESOURCE.INFO",
                startsWith("UsageFault: RESPONSEFORMAT must be one of votable"));
        given().header("Accept", "application/json").get(QUERY + "?MAXREC=0").then().statusCode(406)
                .contentType(Problem.MEDIA_TYPE);
    }

    @Test
    void itIsReadByThreeMethods() {
        given().head(QUERY + "?MAXREC=0").then().statusCode(200).contentType(containsString("text/xml"));
        given().options(QUERY).then().statusCode(200).header("Allow", equalTo("GET, HEAD, OPTIONS, POST"));
        given().put(QUERY).then().statusCode(405).header("Allow", equalTo("GET, HEAD, OPTIONS, POST"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"capabilities", "availability"})
    void whatTheServicesSayOfThemselvesStandsBesideTheQuery(String path) {
        assertThat(given().get("/vo/sia2/" + path).then().statusCode(200).extract().asString())
                .isEqualTo(given().get("/vo/" + path).asString());
    }

    private static Response get(String query) {
        return given().urlEncodingEnabled(false).get(QUERY + "?" + query);
    }

    private static Response post(String query) {
        return given().urlEncodingEnabled(false).contentType("application/x-www-form-urlencoded").body(query)
                .post(QUERY);
    }
}
