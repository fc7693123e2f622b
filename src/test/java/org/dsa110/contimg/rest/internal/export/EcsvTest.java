package org.dsa110.contimg.rest.internal.export;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.Python;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.OtherProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uk.ac.starlink.ecsv.EcsvTableBuilder;
import uk.ac.starlink.table.ColumnInfo;
import uk.ac.starlink.table.RowSequence;
import uk.ac.starlink.table.StarTable;
import uk.ac.starlink.table.StoragePolicy;
import uk.ac.starlink.util.DataSource;

/** Lists go out as ECSV, which astropy reads with types, units and descriptions, and STIL too. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class EcsvTest {
    private static final String IMAGES = "/api/v1/products/images";
    private final String mark = UUID.randomUUID().toString();

    StateFiles files;
    @TempDir
    Path folder;

    @AfterEach
    void deleteImages() throws SQLException {
        new OtherProgram(files.get(Database.PRODUCTS).toString()).execute("DELETE FROM images WHERE path = ?", mark);
    }

    @Test
    void theHeaderSaysTypeUnitDescriptionAndUcd() throws SQLException {
        insert("noise_jy", 0.5);
        List<String> lines = export("id,noise_jy,field_name").lines().toList();
        assertThat(lines.subList(0, 4)).containsExactly("# %ECSV 1.0", "# ---", "# delimiter: ','", "# datatype:");
        assertThat(lines.get(4)).startsWith("# - {name: \"id\", datatype: int64, description: \"")
                .endsWith("\", meta: {ucd: \"meta.id\"}}");
        assertThat(lines.get(5))
                .startsWith("# - {name: \"noise_jy\", unit: \"Jy/beam\", datatype: float64, description: \"")
                .endsWith("\", meta: {ucd: \"stat.stdev;phot.flux.density;em.radio\"}}");
        assertThat(lines.get(6)).startsWith("# - {name: \"field_name\", datatype: string, description: \"");
        assertThat(lines.subList(7, 10)).containsExactly("# meta: {name: \"products.images\"}",
                "# schema: astropy-2.0", "id,noise_jy,field_name");
        assertThat(lines.get(10)).endsWith(",0.5,");
        assertThat(lines).hasSize(11);
    }

    @Test
    void valuesAreWrittenAsReadersTakeThem() throws SQLException {
        for (Object value : new Object[]{0.1, null, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, "n/a",
                new byte[1],
                7, 1L << 60, -1e-300}) {
            insert("noise_jy", value);
        }
        assertThat(rows("noise_jy,type")).containsExactly("0.1,\"t\"", ",\"t\"", "inf,\"t\"", "-inf,\"t\"", ",\"t\"",
                ",\"t\"", "7.0,\"t\"", "1.152921504606847E18,\"t\"", "-1.0E-300,\"t\"");
    }

    @Test
    void textIsInQuotesAndARowIsNeverAnEmptyLine() throws SQLException {
        for (String text : new String[]{"plain", "#comment", "a \"word\", quoted", "1", "", null, "naïve ☃"}) {
            insert("field_name", text);
        }
        assertThat(rows("field_name")).containsExactly("\"plain\"", "\"#comment\"", "\"a \"\"word\"\", quoted\"",
                "\"1\"", "\"\"", "\"\"", "\"naïve ☃\"");
    }

    @Test
    void noRowsAreATableToo() {
        assertThat(rows("id")).isEmpty();
    }

    @Test
    void theFormIsChosenByItsMediaTypeToo() {
        given().header("Accept", "text/x-ecsv").queryParam("path", mark).get(IMAGES).then().statusCode(200)
                .header("Content-Type", "text/x-ecsv;charset=UTF-8")
                .header("Content-Disposition", "attachment; filename=\"images.ecsv\"");
    }

    @Test
    void astropyReadsItByItsNameAloneAndWritesFits() throws Exception {
        List<Double> numbers = numbers();
        for (Double number : numbers) {
            insert("noise_jy", number);
        }
        insert("noise_jy", null);
        insert("field_name", "a \"word\", quoted");
        Path file = folder.resolve("images.ecsv");
        Files.writeString(file, export("id,noise_jy,field_name,created_at,type"));
        String said = Python.run("astropy",
                """
                    import sys, warnings
                    warnings.simplefilter('error')
                    from astropy.table import Table
                    table = Table.read(sys.argv[1])
                    print(table.meta['name'], *[(c.name, c.dtype.kind, str(c.unit), len(c.description) > 9) for c in table.columns.values()])
                    print(table['noise_jy'].mask.tolist() == [False] * 300 + [True] * 2, table['field_name'][-1], table['field_name'].mask.sum())
                    for number in table['noise_jy'][:300]:
                        print(float(number).hex())
                    warnings.simplefilter('default')
                    table.write(sys.argv[1] + '.fits')
                    print(Table.read(sys.argv[1] + '.fits')['field_name'][-1])
                    """,
                file);
        List<String> lines = said.lines().toList();
        assertThat(lines.get(0))
                .isEqualTo("products.images ('id', 'i', 'None', True) ('noise_jy', 'f', 'Jy / beam', True)"
                        + " ('field_name', 'U', 'None', True) ('created_at', 'f', 's', True) ('type', 'U', 'None', True)");
        assertThat(lines.get(1)).isEqualTo("True a \"word\", quoted 301");
        assertThat(lines.subList(2, 302)).extracting(Double::parseDouble).containsExactlyElementsOf(numbers);
        assertThat(lines.get(302)).isEqualTo("a \"word\", quoted");
    }

    @Test
    void stilReadsIt() throws IOException, SQLException {
        List<Double> numbers = numbers();
        for (Double number : numbers) {
            insert("noise_jy", number);
        }
        insert("noise_jy", "n/a");
        StarTable table = new EcsvTableBuilder().makeStarTable(source(export("id,noise_jy,path")), false,
                StoragePolicy.PREFER_MEMORY);
        ColumnInfo noise = table.getColumnInfo(1);
        assertThat(noise.getUnitString()).isEqualTo("Jy/beam");
        assertThat(noise.getUCD()).isEqualTo("stat.stdev;phot.flux.density;em.radio");
        List<Object> read = new ArrayList<>();
        try (RowSequence rows = table.getRowSequence()) {
            while (rows.next()) {
                assertThat(rows.getCell(0)).isInstanceOf(Long.class);
                assertThat(rows.getCell(2)).isEqualTo(mark);
                read.add(rows.getCell(1));
            }
        }
        assertThat(read.subList(0, 300)).isEqualTo(numbers);
        assertThat(read).hasSize(301);
    }

    @Test
    void namesThatReadersWouldTakeForACommentOrCutAreInQuotes() throws Exception {
        OtherProgram other = new OtherProgram(files.get(Database.PRODUCTS).toString());
        other.execute("CREATE TABLE odd_names (\"#a\" TEXT PRIMARY KEY, \" b \", \"c d\", \"e#\")"
                + " WITHOUT ROWID");
        try {
            other.execute("INSERT INTO odd_names VALUES ('1', '2', '3', '4')");
            String whole = given().queryParam("as", "ecsv").get("/api/v1/products/odd_names").then().statusCode(200)
                    .extract().asString();
            assertThat(whole.lines().filter(line -> !line.startsWith("# "))).containsExactly("\"#a\",\" b \",c d,e#",
                    "\"1\",\"2\",\"3\",\"4\"");
            StarTable table = new EcsvTableBuilder().makeStarTable(source(whole), false, StoragePolicy.PREFER_MEMORY);
            assertThat(table.getColumnInfo(0).getName()).isEqualTo("#a");
            assertThat(table.getColumnInfo(1).getName()).isEqualTo(" b ");
        } finally {
            other.execute("DROP TABLE odd_names");
        }
    }

    private static List<Double> numbers() {
        Random random = new Random(1);
        return IntStream.range(0, 400).mapToObj(i -> Double.longBitsToDouble(random.nextLong()))
                .filter(Double::isFinite).limit(300).toList();
    }

    private static DataSource source(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new DataSource() {
            @Override
            protected ByteArrayInputStream getRawInputStream() {
                return new ByteArrayInputStream(bytes);
            }
        };
    }

    private List<String> rows(String fields) {
        List<String> lines = export(fields).lines().toList();
        return lines.subList(lines.indexOf(fields) + 1, lines.size());
    }

    private String export(String fields) {
        return given().queryParam("as", "ecsv").queryParam("path", mark).queryParam("fields", fields).get(IMAGES).then()
                .statusCode(200).extract().asString();
    }

    private void insert(String column, Object value) throws SQLException {
        new OtherProgram(files.get(Database.PRODUCTS).toString()).execute(
                "INSERT INTO images (path, ms_path, created_at, type, " + column + ") VALUES (?, 'm', 1, 't', ?)", mark,
                value);
    }
}
