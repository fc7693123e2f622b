package org.dsa110.contimg.rest.internal.export;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.not;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.OtherProgram;
import org.junit.jupiter.api.Test;
import uk.ac.starlink.table.ColumnInfo;
import uk.ac.starlink.table.StarTable;
import uk.ac.starlink.table.StarTableFactory;
import uk.ac.starlink.table.StoragePolicy;
import uk.ac.starlink.table.Tables;
import uk.ac.starlink.util.ByteArrayDataSource;
import uk.ac.starlink.votable.VOTableBuilder;

/** A VOTable is read by STIL, which TOPCAT reads it with. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class VotableTest {
    private static final String IMAGES = "/api/v1/products/images";
    private final String mark = UUID.randomUUID().toString();

    StateFiles files;
    @TestHTTPResource(IMAGES)
    URI images;

    @Test
    void columnsHaveTheirUnitsDescriptorsAndMeanings() throws IOException {
        StarTable table = read(votable());
        assertThat(table.getName()).isEqualTo("products.images");
        assertThat(names(table)).startsWith("id", "path", "ms_path", "created_at").endsWith("bandwidth_mhz",
                "integration_sec");
        assertColumn(table, "id", Long.class, null, "meta.id");
        assertColumn(table, "path", String.class, null, null);
        assertColumn(table, "created_at", Double.class, "s", "time.creation");
        assertColumn(table, "noise_jy", Double.class, "Jy/beam", "stat.stdev;phot.flux.density;em.radio");
        assertColumn(table, "center_ra_deg", Double.class, "deg", "pos.eq.ra;meta.main");
        assertColumn(table, "imsize_x", Long.class, "pixel", null);
        assertThat(column(table, "noise_jy").getDescription()).isEqualTo("RMS noise, Jy/beam");
    }

    @Test
    void valuesAreReadAsTheyAreStored() throws IOException, SQLException {
        long seed = new Random().nextLong();
        System.out.println("VotableTest: seed " + seed);
        Random random = new Random(seed);
        List<Double> numbers = IntStream.range(0, 300).mapToObj(i -> Double.longBitsToDouble(random.nextLong()))
                .filter(Double::isFinite).toList();
        for (Double number : numbers) {
            insert(number, number.hashCode(), "naïve ☃ 𝄞 <&>]]> \"quoted\", two\r\nlines\rand\ttabs ");
        }
        StarTable table = read(votable());
        assertThat(column(table, "noise_jy", numbers.size())).isEqualTo(List.<Object>copyOf(numbers));
        assertThat(column(table, "imsize_x", numbers.size()))
                .isEqualTo(numbers.stream().map(number -> (Object) (long) number.hashCode()).toList());
        assertThat(column(table, "field_name", numbers.size()))
                .containsOnly("naïve ☃ 𝄞 <&>]]> \"quoted\", two\r\nlines\rand\ttabs ");
        assertThat(column(table, "path", numbers.size())).containsOnly(mark);
    }

    @Test
    void extremeValuesAreReadAsTheyAreStored() throws IOException, SQLException {
        insert(Double.POSITIVE_INFINITY, Long.MAX_VALUE, " ");
        insert(Double.NEGATIVE_INFINITY, Long.MIN_VALUE, "+Inf");
        insert(Double.MIN_VALUE, 0L, "0");
        insert(null, null, null);
        insert(-1e300, 9007199254740993L, "");
        StarTable table = read(votable());
        assertThat(column(table, "noise_jy", 5)).containsExactly(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY,
                Double.MIN_VALUE, null, -1e300);
        assertThat(column(table, "imsize_x", 5)).containsExactly(Long.MAX_VALUE, Long.MIN_VALUE, 0L, null,
                9007199254740993L);
        assertThat(column(table, "field_name", 5).subList(0, 3)).containsExactly(" ", "+Inf", "0");
        assertThat(Tables.isBlank(column(table, "field_name", 5).get(3))).isTrue();
        assertThat(Tables.isBlank(column(table, "field_name", 5).get(4))).isTrue();
    }

    @Test
    void whatAVotableCannotExpressIsCounted() throws IOException, SQLException {
        insert("n/a", "many", "a\u0001b\u001Fc\uFFFFd");
        insert(1.5, 2.5, new byte[]{0, -1});
        String text = votable();
        StarTable table = read(text);
        assertThat(column(table, "noise_jy", 2)).containsExactly(null, 1.5);
        assertThat(column(table, "imsize_x", 2)).containsExactly(null, null);
        assertThat(column(table, "field_name", 2)).containsExactly("a\uFFFDb\uFFFDc\uFFFDd", "AP8=");
        assertThat(text).contains("<INFO name=\"values_left_out\" value=\"3\">",
                "<INFO name=\"characters_replaced\" value=\"3\">");
    }

    @Test
    void whatIsWholeHasNoCounts() throws SQLException {
        insert(1.5, 2, "x");
        given().queryParam("as", "votable").queryParam("path", mark).get(IMAGES).then()
                .body(not(containsString("<INFO"))).body(endsWith("</VOTABLE>"));
    }

    @Test
    void itIsReadFromItsAddress() throws IOException, SQLException {
        insert(1.5, 2, "x");
        StarTable table = new StarTableFactory().makeStarTable(images + "?as=votable&path=" + mark, "votable");
        assertThat(column(table, "field_name", 1)).containsExactly("x");
    }

    private String votable() {
        return given().queryParam("as", "votable").queryParam("path", mark).get(IMAGES).then().statusCode(200).extract()
                .asString();
    }

    private static StarTable read(String text) throws IOException {
        return new VOTableBuilder(true).makeStarTable(
                new ByteArrayDataSource("export", text.getBytes(StandardCharsets.UTF_8)), true,
                StoragePolicy.PREFER_MEMORY);
    }

    private static void assertColumn(StarTable table, String name, Class<?> type, String unit, String ucd) {
        ColumnInfo column = column(table, name);
        assertThat(column.getContentClass()).as(name).isEqualTo(type);
        assertThat(column.getUnitString()).as(name).isEqualTo(unit);
        assertThat(column.getUCD()).as(name).isEqualTo(ucd);
    }

    private static List<String> names(StarTable table) {
        return Arrays.stream(Tables.getColumnInfos(table)).map(ColumnInfo::getName).toList();
    }

    private static ColumnInfo column(StarTable table, String name) {
        return table.getColumnInfo(names(table).indexOf(name));
    }

    private static List<Object> column(StarTable table, String name, int rows) throws IOException {
        StarTable random = Tables.randomTable(table);
        assertThat(random.getRowCount()).isEqualTo(rows);
        Object[] values = new Object[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = random.getCell(i, names(table).indexOf(name));
        }
        return Arrays.asList(values);
    }

    private void insert(Object noise, Object width, Object field) throws SQLException {
        new OtherProgram(files.get(Database.PRODUCTS).toString()).execute(
                "INSERT INTO images (path, ms_path, created_at, type, noise_jy, imsize_x, field_name) VALUES (?, 'm', 1, 't', ?, ?, ?)",
                mark, noise, width, field);
    }
}
