package org.dsa110.contimg.vo;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.Python;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.SampleRows;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs of astronomers search for images as in any archive: pyvo and STILTS, which TOPCAT is made of. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class ImageSearchClientsTest {
    private static final String PYVO = """
        import json, sys, warnings
        warnings.simplefilter('ignore')
        from astropy import units as u
        from astropy.io.votable.exceptions import VOWarning
        from astropy.time import Time
        from pyvo.dal import sia2
        from pyvo.dal.exceptions import DALQueryError
        warnings.simplefilter('error', VOWarning)
        Service = getattr(sia2, 'SIA2Service', None) or sia2.SIAService
        """;

    private final String mark = UUID.randomUUID().toString();

    StateFiles files;
    StoredImages images;
    @TestHTTPResource("/vo/")
    URI services;
    @TempDir
    Path folder;

    @BeforeEach
    void addImages() throws Exception {
        images = new StoredImages(files.get(Database.PRODUCTS), mark);
        images.addAt("/zero.fits", 0, 0, 1);
        images.addAt("/west.fits", 359.75, 0, 1);
        images.addAt("/pole.fits", 10, 90, 1);
        images.addAt("/high.fits", 188.5, 56.75, 1);
        Map<String, Object> unknown = new HashMap<>();
        StoredImages.WHOLE.keySet().forEach(column -> unknown.put(column, null));
        images.addWith("/unknown.fits", unknown);
        images.addMeasurementSet(61041.0, 61041.25, 1);
    }

    @Test
    void pyvoFindsTheImagesThatTheRowsSay() throws Exception {
        assertThat(SampleRows.JSON.readTree(Python.run("pyvo", PYVO + """
            def paths(service, **query):
                return sorted(row['path'] for row in service.search(target_name=sys.argv[2], **query))
            answers = []
            for address in ('sia2/query', 'sia2', ''):
                service = Service(sys.argv[1] + address)
                answers.append(paths(service))
            answers.append(paths(service, pos=(0.6, 0, 0.5)))
            answers.append(paths(service, pos=[(100, 89.4, 0.2), (188, 189, 56, 57)]))
            answers.append(paths(service, pos=(350, 355, -5, 5)))
            answers.append(paths(service, pos=(359, 0.4, 1, 0.4, 0, 5)))
            answers.append(paths(service, band=(0.2, 0.22)))
            answers.append(paths(service, band=(float('-inf'), 0.19)))
            answers.append(paths(service, time=(Time(61041.2, format='mjd'), Time(61050, format='mjd'))))
            answers.append(paths(service, time=Time('2020-01-01')))
            answers.append(paths(service, pos=(0, 0, 90), exptime=(300, 400), calib_level=[2, 3], data_type='image',
                                 facility='DSA-110', res_format='application/json', spatial_resolution=(10, 20)))
            answers.append(paths(service, pol='I'))
            print(json.dumps(answers))
            """, services, mark))).isEqualTo(SampleRows.JSON.readTree(
                """
                    [%1$s, %1$s, %1$s, ["/west.fits", "/zero.fits"], ["/high.fits", "/pole.fits"], [], ["/west.fits", "/zero.fits"],
                     ["/high.fits", "/pole.fits", "/west.fits", "/zero.fits"], [],
                     ["/high.fits", "/pole.fits", "/unknown.fits", "/west.fits", "/zero.fits"], [],
                     ["/pole.fits", "/west.fits", "/zero.fits"], []]"""
                        .formatted(
                                "[\"/high.fits\", \"/pole.fits\", \"/unknown.fits\", \"/west.fits\", \"/zero.fits\"]")));
    }

    @Test
    void pyvoReadsARecordAndTellsWhatIsWrong() throws Exception {
        assertThat(SampleRows.JSON.readTree(Python.run("pyvo", PYVO + """
            service = Service(sys.argv[1] + 'sia2/query')
            found = service.search(target_name=sys.argv[2], pos=(188.5, 56.75, 0.1))
            row = found[0]
            def refused(**query):
                try:
                    service.search(**query)
                except DALQueryError as error:
                    return str(error)
            cut = service.search(target_name=sys.argv[2], maxrec=2)
            print(json.dumps([row.s_ra.value, row.s_dec.value, row.s_region, row.access_format, row.t_min.mjd,
                              row.em_max.to(u.m).value, row.facility_name, row.s_fov.to(u.arcmin).value,
                              refused(pos=(1, 2, 3, 4, 5, 6), TIME='now'),
                              len(cut), [info.value for info in cut.votable.resources[0].infos],
                              len(service.search(target_name='nobody'))]))
            """, services, mark))).isEqualTo(SampleRows.JSON.readTree("""
            [188.5, 56.75, "CIRCLE ICRS 188.5 56.75 0.5", "application/json", 61041.0, 0.23060958307692308,
             "DSA-110", 60.0, "UsageFault: TIME must have numbers in it, and 'now' is none", 2,
             ["OK", "OVERFLOW"], 0]"""));
    }

    @Test
    void stiltsFindsTheImagesOfATable() throws Exception {
        Path list = Files.writeString(folder.resolve("places.csv"), "ra,dec\n0.6,0\n188.5,56.75\n100,-50\n");
        assertThat(Stilts.run("coneskymatch", "in=" + list, "ifmt=csv", "ra=ra", "dec=dec", "sr=0.5",
                "servicetype=sia2", "serviceurl=" + services + "sia2/query", "find=all", "usefoot=false",
                "ocmd=select 'target_name.equals(\"" + mark + "\")'; keepcols path", "ofmt=csv-noheader").lines())
                .containsExactlyInAnyOrder("/west.fits", "/zero.fits", "/high.fits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&MAXREC=2", "&MAXREC=0", "&POL=I"})
    void stiltsHasNothingToSayOfAnAnswer(String more) throws Exception {
        assertThat(Stilts.run("votlint", "votable=" + services + "sia2/query?TARGET=" + mark + more)).isEmpty();
    }

    @Test
    void stiltsHasNothingToSayOfAnErrorDocument() throws Exception {
        Path error = folder.resolve("error.vot");
        Files.write(error, given().get(services + "sia2/query?BAND=x").asByteArray());
        assertThat(Stilts.run("votlint", "votable=" + error)).isEmpty();
    }
}
