package org.dsa110.contimg.vo;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import javax.xml.parsers.DocumentBuilderFactory;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.xml.XmlPath;
import io.restassured.response.Response;
import org.dsa110.contimg.Python;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.rest.SampleRows;
import org.dsa110.contimg.rest.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import uk.ac.starlink.table.ColumnInfo;

/** What the services of the Virtual Observatory say of themselves, as VOSI 1.1 wants it. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class SupportTest {
    private static final List<String> TABLES = List.of("images", "monitoring_sources", "photometry", "sources",
            "transient_candidates", "variability_stats");
    /** As much of the schema of cone searches (SimpleDALRegExt 1.1, appendix B) as there is of it in the document. */
    private static final String CONE_SEARCH = """
        <xs:schema targetNamespace="http://www.ivoa.net/xml/ConeSearch/v1.0" xmlns:xs="http://www.w3.org/2001/XMLSchema"
          xmlns:vr="http://www.ivoa.net/xml/VOResource/v1.0" xmlns:cs="http://www.ivoa.net/xml/ConeSearch/v1.0">
        <xs:import namespace="http://www.ivoa.net/xml/VOResource/v1.0"
          schemaLocation="http://www.ivoa.net/xml/VOResource/v1.0"/>
        <xs:complexType name="Query"><xs:sequence><xs:element name="ra" type="xs:double"/>
        <xs:element name="dec" type="xs:double"/><xs:element name="sr" type="xs:double"/>
        <xs:element name="extras" type="xs:string" minOccurs="0"/></xs:sequence></xs:complexType>
        <xs:complexType name="ConeSearch"><xs:complexContent><xs:extension base="vr:Capability"><xs:sequence>
        <xs:element name="maxSR" type="xs:float" minOccurs="0"/><xs:element name="maxRecords" type="xs:positiveInteger"
        minOccurs="0"/><xs:element name="verbosity" type="xs:boolean"/><xs:element name="testQuery" type="cs:Query"
        minOccurs="0"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType></xs:schema>
        """;

    @TestHTTPResource("/vo/")
    URI services;
    @TempDir
    Path folder;

    @Test
    void itIsAvailableSinceItWasStarted() {
        Response answer = given().get("/vo/availability");
        answer.then().statusCode(200).contentType(containsString("text/xml"))
                .body("availability.available", equalTo("true"));
        assertThat(Instant.parse(answer.xmlPath().getString("availability.upSince"))).isBefore(Instant.now());
    }

    @Test
    void everyServiceIsWhereTheCapabilitiesSay() {
        XmlPath document = given().get("/vo/capabilities").then().statusCode(200)
                .contentType(containsString("text/xml")).extract().xmlPath();
        List<String> urls = document.getList("capabilities.capability.interface.accessURL");
        assertThat(urls).allMatch(url -> url.startsWith(services.toString()));
        List<String> cones = new ArrayList<>();
        for (String url : urls) {
            boolean cone = url.endsWith("?");
            given().get(cone ? url + "RA=0&DEC=0&SR=180" : url).then().statusCode(200)
                    .contentType(containsString("text/xml"));
            if (cone) {
                cones.add(url.substring((services + "scs/").length(), url.length() - 1));
            }
        }
        assertThat(cones).containsExactlyElementsOf(TABLES);
        assertThat(document.<String>getList("capabilities.capability.@standardID")).hasSize(urls.size())
                .startsWith("ivo://ivoa.net/std/VOSI#capabilities", "ivo://ivoa.net/std/VOSI#availability",
                        "ivo://ivoa.net/std/VOSI#tables-1.1")
                .endsWith("ivo://ivoa.net/std/ConeSearch");
    }

    @Test
    void tablesHaveTheColumnsThatAreServed() throws Exception {
        for (String table : TABLES) {
            byte[] described = given().get("/vo/tables/products." + table).then().statusCode(200)
                    .body("table.name", equalTo("products." + table)).extract().asByteArray();
            List<Map<String, String>> served = new ArrayList<>();
            for (ColumnInfo column : Votable
                    .read(given().get("/vo/scs/" + table + "?RA=0&DEC=0&SR=0&VERB=3&MAXREC=0").asByteArray())
                    .columns()) {
                served.add(parts(column));
            }
            assertThat(served.remove(served.size() - 1)).containsEntry("name", "separation_deg");
            List<Map<String, String>> columns = columns(described);
            for (int i = 0; i < columns.size(); i++) {
                if (served.get(i).getOrDefault("ucd", "").endsWith("_MAIN")) {
                    // Described for cone searches alone.
                    List.of("ucd", "dataType").forEach(columns.get(i)::remove);
                    List.of("ucd", "dataType").forEach(served.get(i)::remove);
                }
            }
            assertThat(columns).isEqualTo(served);
        }
    }

    private static Map<String, String> parts(ColumnInfo column) {
        Map<String, String> parts = new TreeMap<>(Map.of("name", column.getName(), "description",
                column.getDescription(), "dataType", column.getContentClass() == Double.class
                        ? "double"
                        : column.getContentClass() == Long.class ? "long" : "unicodeChar"));
        if (column.getUnitString() != null) {
            parts.put("unit", column.getUnitString());
        }
        if (column.getUCD() != null) {
            parts.put("ucd", column.getUCD());
        }
        return parts;
    }

    /** Of each column the texts of its elements, by their names. */
    private static List<Map<String, String>> columns(byte[] document) throws Exception {
        List<Map<String, String>> columns = new ArrayList<>();
        NodeList elements = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(document)).getElementsByTagName("column");
        for (int i = 0; i < elements.getLength(); i++) {
            Map<String, String> column = new TreeMap<>();
            NodeList parts = elements.item(i).getChildNodes();
            for (int j = 0; j < parts.getLength(); j++) {
                if (parts.item(j).getNodeType() == Node.ELEMENT_NODE) {
                    column.put(parts.item(j).getNodeName(), parts.item(j).getTextContent());
                }
            }
            columns.add(column);
        }
        return columns;
    }

    @Test
    void theDetailSaysWhetherTablesHaveTheirColumns() {
        assertThat(given().queryParam("detail", "min").get("/vo/tables").then().statusCode(200).extract().asString())
                .contains("<name>products.images</name>").doesNotContain("<column>");
        String most = given().queryParam("detail", "max").get("/vo/tables").asString();
        assertThat(most).contains("<column>").isEqualTo(given().get("/vo/tables").asString());
        given().queryParam("detail", "all").get("/vo/tables").then().statusCode(400).contentType(Problem.MEDIA_TYPE)
                .body("violations[0].field", equalTo("detail"));
    }

    @Test
    void aTableThatIsNotThereIsNotFound() {
        given().get("/vo/tables/images").then().statusCode(404).contentType(Problem.MEDIA_TYPE).body("detail",
                containsString("products.images"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"availability", "capabilities", "tables", "tables/products.images"})
    void theyAreReadAndNothingElse(String path) {
        given().post("/vo/" + path).then().statusCode(405).header("Allow", equalTo("GET, HEAD, OPTIONS"));
        given().head("/vo/" + path).then().statusCode(200);
        given().options("/vo/" + path).then().statusCode(200).header("Allow", equalTo("GET, HEAD, OPTIONS"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"availability", "capabilities", "tables", "tables?detail=min", "tables/products.sources"})
    void theyAreValidByTheSchemasOfTheIvoa(String path) throws Exception {
        Path document = Files.write(folder.resolve("document.xml"),
                given().urlEncodingEnabled(false).get("/vo/" + path).asByteArray());
        List<String> command = new ArrayList<>(List.of("xsdvalidate", "doc=" + document, "uselocals=true"));
        if (path.equals("capabilities")) {
            command.add("schemaloc=http://www.ivoa.net/xml/ConeSearch/v1.0="
                    + Files.writeString(folder.resolve("cone.xsd"), CONE_SEARCH));
        }
        assertThat(Stilts.run(command.toArray(String[]::new))).isEmpty();
    }

    @Test
    void pyvoReadsThem() throws Exception {
        assertThat(
                SampleRows.JSON.readTree(Python.run("pyvo",
                        """
                            import io, json, sys, warnings
                            warnings.simplefilter('ignore')
                            import pyvo, requests
                            from pyvo.io import vosi
                            def get(path):
                                return io.BytesIO(requests.get(sys.argv[1] + path).content).read
                            availability = vosi.parse_availability(get('availability'))
                            tables = vosi.parse_tables(get('tables'))
                            capabilities = vosi.parse_capabilities(get('capabilities'))
                            cones = [capability for capability in capabilities if capability.standardid == 'ivo://ivoa.net/std/ConeSearch']
                            print(json.dumps([availability.available, tables.ntables,
                                              [column.name for column in tables.get_table_by_name('products.sources').columns],
                                              len(cones), cones[0].interfaces[0].accessurls[0].content]))
                            """,
                        services)))
                .isEqualTo(SampleRows.JSON.readTree("""
                    [true, 7, ["source_id", "ra_deg", "dec_deg", "n_measurements", "n_images"], 6, "%sscs/images?"]"""
                        .formatted(services)));
    }
}
