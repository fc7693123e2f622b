package org.dsa110.contimg.vo;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.OtherProgram;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uk.ac.starlink.table.Tables;

/** What a search by SIA 2.0 says of an image is what its row has, by the names of ObsCore. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class ImageRowsTest {
    private static final double LIGHT = 299792458;

    private final String mark = UUID.randomUUID().toString();

    StateFiles files;
    StoredImages images;
    @TestHTTPResource("/")
    String root;

    @BeforeEach
    void nameField() {
        images = new StoredImages(file(), mark);
    }

    @Test
    void aRowHasWhatObsCoreAsksFor() throws IOException, SQLException {
        images.addWith("/stage/whole.fits", Map.of());
        images.addMeasurementSet(61041.0, 61041.25, 1);
        long id = new OtherProgram(file().toString()).number("SELECT id FROM images WHERE field_name = '" + mark + "'");
        Map<String, Object> row = only(images.search());
        assertThat(row).containsEntry("dataproduct_type", "image").containsEntry("dataproduct_subtype", "pbcor")
                .containsEntry("calib_level", 2).containsEntry("obs_collection", "DSA-110")
                .containsEntry("obs_id", mark + ".ms")
                .containsEntry("obs_publisher_did", "contimg:products.images/" + id)
                .containsEntry("access_url", root + "api/v1/products/images/" + id)
                .containsEntry("access_format", "application/json").containsEntry("access_estsize", 1L)
                .containsEntry("target_name", mark).containsEntry("s_ra", 188.5).containsEntry("s_dec", 56.75)
                .containsEntry("s_fov", 1.0).containsEntry("s_region", "CIRCLE ICRS 188.5 56.75 0.5")
                .containsEntry("s_resolution", 12.5).containsEntry("s_resolution_min", 8.25)
                .containsEntry("s_resolution_max", 12.5).containsEntry("s_xel1", 3000L).containsEntry("s_xel2", 4000L)
                .containsEntry("s_pixel_scale", 0.72).containsEntry("t_min", 61041.0).containsEntry("t_max", 61041.25)
                .containsEntry("t_exptime", 309.0).containsEntry("t_resolution", 309.0).containsEntry("t_xel", 1L)
                .containsEntry("em_min", LIGHT / 1.5e9).containsEntry("em_max", LIGHT / 1.3e9)
                .containsEntry("em_xel", 1L).containsEntry("em_ucd", "em.freq")
                .containsEntry("o_ucd", "phot.flux.density").containsEntry("facility_name", "DSA-110")
                .containsEntry("instrument_name", "DSA-110").containsEntry("path", "/stage/whole.fits")
                .containsEntry("format", "fits").containsEntry("noise_jy", 0.001).containsEntry("pbcor", 1L);
        assertThat((Double) row.get("em_res_power")).isCloseTo(7, within(1e-12));
        assertThat(Tables.isBlank(row.get("pol_states")) && Tables.isBlank(row.get("pol_xel"))).isTrue();
        given().get((String) row.get("access_url")).then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"beam_major_arcsec | s_resolution s_resolution_max",
            "beam_minor_arcsec | s_resolution_min", "beam_pa_deg |", "noise_jy | noise_jy", "pbcor | pbcor",
            "format | format", "dynamic_range |", "center_ra_deg | s_ra s_dec s_region",
            "center_dec_deg | s_ra s_dec s_region", "imsize_x | s_xel1 s_fov s_region",
            "imsize_y | s_xel2 s_fov s_region", "cellsize_arcsec | s_pixel_scale s_fov s_region",
            "freq_ghz | em_min em_max em_res_power", "bandwidth_mhz | em_min em_max em_res_power",
            "integration_sec | t_exptime t_resolution"})
    void whatIsNotKnownIsEmptyAndNothingElse(String column, String empty) throws IOException, SQLException {
        Map<String, Object> none = new HashMap<>();
        none.put(column, null);
        images.addWith("/none.fits", none);
        images.addMeasurementSet(61041.0, 61041.25, 1);
        Set<String> expected = new TreeSet<>(Set.of("pol_states", "pol_xel"));
        if (empty != null) {
            expected.addAll(List.of(empty.split(" ")));
        }
        assertThat(blanks(only(images.search()))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"center_ra_deg, n/a", "center_dec_deg, 95.0", "imsize_x, wide", "cellsize_arcsec, -1.0",
            "freq_ghz, high", "bandwidth_mhz, 1e9", "integration_sec, -5.0", "beam_major_arcsec, long"})
    void whatIsNoSuchNumberIsNotKnown(String column, String value) throws IOException, SQLException {
        images.addWith("/broken.fits", Map.of(column, value));
        assertThat(blanks(only(images.search()))).contains(Map.of("center_ra_deg", "s_ra", "center_dec_deg", "s_dec",
                "imsize_x", "s_fov", "cellsize_arcsec", "s_fov", "freq_ghz", "em_min", "bandwidth_mhz", "em_max",
                "integration_sec", "t_exptime", "beam_major_arcsec", "s_resolution").get(column));
        assertThat(
                images.found("POS", "RANGE -Inf +Inf -Inf +Inf", "BAND", "-Inf +Inf", "EXPTIME", "-Inf +Inf", "SPATRES",
                        "-Inf +Inf", "FOV", "-Inf +Inf"))
                .isEmpty();
    }

    @Test
    void withoutAMeasurementSetThereIsNoTimeAndNothingSaysThatItIsCalibrated() throws IOException, SQLException {
        images.addWith("/alone.fits", Map.of());
        Map<String, Object> row = only(images.search());
        assertThat(blanks(row)).contains("t_min", "t_max");
        assertThat(row).containsEntry("calib_level", 1);
        assertThat(images.found("TIME", "-Inf +Inf")).isEmpty();
        images.addMeasurementSet("n/a", null, 0);
        assertThat(blanks(only(images.search()))).contains("t_min", "t_max");
        assertThat(images.found("CALIB", "1")).hasSize(1);
    }

    private static Map<String, Object> only(Votable answer) throws IOException {
        assertThat(answer.table().getRowCount()).isEqualTo(1);
        Map<String, Object> row = new LinkedHashMap<>();
        for (String name : answer.names()) {
            row.put(name, answer.values(name).get(0));
        }
        return row;
    }

    private static Set<String> blanks(Map<String, Object> row) {
        Set<String> blanks = new TreeSet<>();
        row.forEach((name, value) -> {
            if (Tables.isBlank(value)) {
                blanks.add(name);
            }
        });
        return blanks;
    }

    private Path file() {
        return files.get(Database.PRODUCTS);
    }
}
