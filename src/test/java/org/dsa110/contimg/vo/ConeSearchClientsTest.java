package org.dsa110.contimg.vo;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.Python;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.OtherProgram;
import org.dsa110.contimg.rest.SampleRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs of astronomers use the cone search as they use any: pyvo and STILTS, which TOPCAT is made of, get the rows that SQL gives. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class ConeSearchClientsTest {
    private static final String PYVO = """
        import json, sys, warnings
        warnings.simplefilter('ignore')
        import pyvo
        from astropy.io.votable.exceptions import VOWarning
        warnings.simplefilter('error', VOWarning)
        service = pyvo.dal.SCSService(sys.argv[1])
        """;

    private final String mark = UUID.randomUUID().toString();

    StateFiles files;
    @TestHTTPResource("/vo/scs/")
    URI services;
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void pyvoFindsTheRowsThatSqlGives(SearchableTable table) throws Exception {
        table.addPlaces(file(), mark);
        SkyRows stored = table.rows(file());
        JsonNode found = python(PYVO + """
            print(json.dumps([[[row.id, row.pos.ra.deg, row.pos.dec.deg]
                               for row in service.search(pos=(ra, dec), radius=radius, verbosity=3)]
                              for ra, dec, radius in json.loads(sys.argv[2])]))
            """, services + table.table(), SampleRows.JSON.writeValueAsString(SearchableTable.CONES));
        for (int i = 0; i < SearchableTable.CONES.size(); i++) {
            double[] cone = SearchableTable.CONES.get(i);
            List<String> ids = new ArrayList<>();
            for (JsonNode row : found.get(i)) {
                ids.add(row.get(0).textValue());
                SkyRows.SkyRow expected = stored.all().stream().filter(each -> each.id().equals(row.get(0).textValue()))
                        .findFirst().orElseThrow();
                assertThat(row.get(2).doubleValue()).isEqualTo(expected.dec());
                assertThat(Math.abs(row.get(1).doubleValue() - expected.ra()) % 360).isZero();
            }
            assertThat(ids).as("ra %s dec %s radius %s", cone[0], cone[1], cone[2])
                    .containsExactlyInAnyOrderElementsOf(stored.within(cone[0], cone[1], cone[2]));
        }
    }

    @Test
    void pyvoTellsWhatIsWrongAndReadsWhatIsEmptyOrCut() throws Exception {
        SearchableTable.TRANSIENT_CANDIDATES.addPlaces(file(), mark);
        assertThat(python(PYVO + """
            def refused(**parameters):
                try:
                    service.search(pos=(0, 0), **parameters)
                except pyvo.dal.DALQueryError as error:
                    return str(error)
            empty = service.search(pos=(12.25, -77.75), radius=0)
            cut = service.search(pos=(0, 0), radius=180, MAXREC=2)
            print(json.dumps([refused(radius=181), refused(radius=1, MAXREC='x'), len(empty), empty.fieldnames[0],
                              len(cut), [info.value for info in cut.votable.resources[0].infos]]))
            """, services + "transient_candidates"))
                .isEqualTo(SampleRows.JSON.readTree("""
                    ["SR must be from 0 to 180 degrees", "MAXREC must be an integer of 64 bits", 0, "id",
                     2, ["OK", "OVERFLOW"]]"""));
    }

    @Test
    void stiltsFindsTheRowsThatSqlGives() throws Exception {
        SearchableTable table = SearchableTable.MONITORING_SOURCES;
        table.addPlaces(file(), mark);
        SkyRows stored = table.rows(file());
        for (double[] cone : List.of(new double[]{359.9999, 0, 0.01}, new double[]{55, 90, 0.001},
                new double[]{10.684708, 41.26875, 0}, new double[]{77, -3, 180})) {
            assertThat(stilts("cone", "serviceurl=" + services + table.table(), "lon=" + cone[0], "lat=" + cone[1],
                    "radius=" + cone[2], "ocmd=keepcols id", "ofmt=csv-noheader").lines())
                    .as("ra %s dec %s radius %s", cone[0], cone[1], cone[2])
                    .containsExactlyInAnyOrderElementsOf(stored.within(cone[0], cone[1], cone[2]));
        }
    }

    @Test
    void stiltsMatchesATableWithIt() throws Exception {
        SearchableTable table = SearchableTable.PHOTOMETRY;
        table.addPlaces(file(), mark);
        SkyRows stored = table.rows(file());
        List<String> expected = new ArrayList<>();
        StringBuilder places = new StringBuilder("ra,dec\n");
        for (double[] place : SearchableTable.PLACES) {
            places.append(place[0]).append(',').append(place[1]).append('\n');
            expected.addAll(stored.within(place[0], place[1], 0.01));
        }
        Path list = Files.writeString(folder.resolve("places.csv"), places);
        assertThat(stilts("coneskymatch", "in=" + list, "ifmt=csv", "ra=ra", "dec=dec", "sr=0.01",
                "serviceurl=" + services + table.table(), "find=all", "usefoot=false", "ocmd=keepcols id",
                "ofmt=csv-noheader").lines()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sources?RA=0&DEC=0&SR=180&VERB=3", "photometry?RA=0&DEC=0&SR=180&VERB=3",
            "images?RA=0&DEC=0&SR=180&VERB=3", "transient_candidates?RA=0&DEC=0&SR=180&VERB=3",
            "monitoring_sources?RA=0&DEC=0&SR=180&VERB=3&MAXREC=2", "variability_stats?RA=0&DEC=0&SR=180&MAXREC=0"})
    void stiltsHasNothingToSayOfAnAnswer(String query) throws Exception {
        for (SearchableTable table : SearchableTable.values()) {
            table.addPlaces(file(), mark + table);
        }
        assertThat(stilts("votlint", "votable=" + services + query)).isEmpty();
    }

    @Test
    void stiltsHasNothingToSayOfAnErrorDocument() throws Exception {
        Path error = folder.resolve("error.vot");
        Files.write(error, given().get(services + "images?RA=0").asByteArray());
        assertThat(stilts("votlint", "votable=" + error)).isEmpty();
    }

    @Test
    void stiltsTellsWhatIsWrong() throws Exception {
        // Skipped here where it is missing.
        stilts("-version");
        assertThatThrownBy(() -> stilts("cone", "serviceurl=" + services + "images", "lon=0", "lat=0", "radius=200"))
                .isInstanceOf(IOException.class).hasMessageContaining("Error: SR must be from 0 to 180 degrees");
    }

    @Test
    void stiltsReadsAValueOfAnotherKindThanItsColumn() throws Exception {
        SearchableTable.IMAGES.addPlaces(file(), mark);
        new OtherProgram(file().toString()).execute("UPDATE images SET noise_jy = 'n/a' WHERE path = ?", mark + 0);
        assertThat(stilts("cone", "serviceurl=" + services + "images", "lon=0", "lat=0", "radius=0",
                "ocmd=select 'path.equals(\"" + mark + "0\")'; keepcols noise_jy; addcol none NULL_noise_jy;"
                        + " keepcols none",
                "ofmt=csv-noheader").strip()).isEqualTo("true");
    }

    private Path file() {
        return files.get(Database.PRODUCTS);
    }

    private static JsonNode python(String script, Object... arguments) throws IOException, InterruptedException {
        return SampleRows.JSON.readTree(Python.run("pyvo", script, arguments));
    }

    private static String stilts(String... arguments) throws IOException, InterruptedException {
        return Stilts.run(arguments);
    }
}
