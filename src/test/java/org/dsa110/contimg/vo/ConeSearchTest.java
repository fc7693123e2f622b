package org.dsa110.contimg.vo;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.OtherProgram;
import org.dsa110.contimg.rest.SampleRows;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import uk.ac.starlink.table.RowSequence;
import uk.ac.starlink.table.StarTable;
import uk.ac.starlink.table.StarTableFactory;
import uk.ac.starlink.table.Tables;

/** The rows of a cone search are those that SQL gives. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class ConeSearchTest {
    private static final String SCS = "/vo/scs/";
    private static final int MANY = 200_000;

    private final String mark = UUID.randomUUID().toString();

    StateFiles files;
    @TestHTTPResource(SCS + "images")
    URI images;

    @ParameterizedTest
    @EnumSource
    void eachConeHasTheRowsThatSqlGives(SearchableTable table) throws IOException, SQLException {
        table.addPlaces(file(), mark);
        SkyRows stored = table.rows(file());
        for (double[] cone : SearchableTable.CONES) {
            Votable answer = search(table.table(), cone[0], cone[1], cone[2]);
            assertThat(answer.values("id")).as("ra %s dec %s radius %s", cone[0], cone[1], cone[2])
                    .containsExactlyInAnyOrderElementsOf(
                            List.<Object>copyOf(stored.within(cone[0], cone[1], cone[2])));
        }
    }

    @Test
    void aSourceIsFoundWhereItsMeasurementsAre() throws IOException, SQLException {
        SearchableTable.PHOTOMETRY.addPlaces(file(), mark);
        List<SkyRows.SkyRow> sources = new ArrayList<>();
        SampleRows.JSON.readTree(given().queryParam("source_id__startswith", mark).get("/api/v1/products/sources")
                .then().statusCode(200).extract().asByteArray()).get("items")
                .forEach(source -> sources.add(new SkyRows.SkyRow(source.get("source_id").textValue(),
                        source.get("ra_deg").doubleValue(), source.get("dec_deg").doubleValue())));
        assertThat(sources).hasSize(SearchableTable.PLACES.size());
        SkyRows rows = new SkyRows(sources);
        for (double[] cone : SearchableTable.CONES) {
            // Means are computed, and so are somewhere else than the places by a rounding.
            double radius = Math.max(cone[2], 1e-9);
            assertThat(search("sources", cone[0], cone[1], radius).values("source_id").stream()
                    .filter(id -> String.valueOf(id).startsWith(mark))).as("ra %s dec %s", cone[0], cone[1])
                    .containsExactlyInAnyOrderElementsOf(
                            List.<Object>copyOf(rows.within(cone[0], cone[1], radius)));
        }
    }

    @Test
    void aRadiusOfZeroHasTheRowsInThatVeryPlaceWhereverItIs() throws IOException, SQLException {
        long seed = new Random().nextLong();
        System.out.println("ConeSearchTest: seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 50; i++) {
            double ra = 360 * random.nextDouble();
            double dec = Math.toDegrees(Math.asin(2 * random.nextDouble() - 1));
            new OtherProgram(file().toString()).execute(
                    "INSERT INTO transient_candidates (ra_deg, dec_deg, classification) VALUES (?, ?, ?)", ra, dec,
                    mark);
            assertThat(search("transient_candidates", ra, dec, 0).values("ra_deg")).as("ra %s dec %s", ra, dec)
                    .containsExactly(ra);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNullInAnyColumnIsAnEmptyCell(SearchableTable table) throws IOException, SQLException {
        TableDescription<?> description = new TableDescription<>(Database.PRODUCTS, table.entity);
        List<ColumnDescription> columns = description.columns().stream().filter(column -> !column.key()).toList();
        List<ColumnDescription> nullable = columns.stream().filter(ColumnDescription::nullable)
                .filter(column -> !List.of(table.ra, table.dec).contains(column.name())).toList();
        double dec = new Random().nextDouble(-60, 60);
        for (ColumnDescription none : nullable) {
            insert(table, columns, none, 77.5, dec);
        }
        Votable answer = Votable.read(query(77.5, dec, 1e-7).queryParam("VERB", 3).get(SCS + table.table()).then()
                .statusCode(200).extract().asByteArray());
        assertThat(answer.table().getRowCount()).isEqualTo(nullable.size());
        for (long i = 0; i < answer.table().getRowCount(); i++) {
            List<Object> row = answer.row(i);
            Object id = row.get(answer.names().indexOf("id"));
            try (Connection connection = SkyRows.connect(file());
                    Statement statement = connection.createStatement();
                    ResultSet stored = statement
                            .executeQuery("SELECT * FROM " + table.table() + " WHERE id = " + id)) {
                assertThat(stored.next()).isTrue();
                for (ColumnDescription column : columns) {
                    assertThat(Tables.isBlank(row.get(answer.names().indexOf(column.name())))).as("%s of %s",
                            column.name(), id).isEqualTo(stored.getObject(column.name()) == null);
                }
            }
        }
    }

    private void insert(SearchableTable table, List<ColumnDescription> columns, ColumnDescription none, double ra,
            double dec) throws SQLException {
        List<String> names = columns.stream().map(ColumnDescription::name).toList();
        Object[] values = columns.stream().map(column -> column == none
                ? null
                : column.name().equals(table.ra)
                        ? ra
                        : column.name().equals(table.dec) ? (Object) dec : value(column, none))
                .toArray();
        new OtherProgram(file().toString()).execute("INSERT INTO " + table.table() + " (" + String.join(", ", names)
                + ") VALUES (" + String.join(", ", names.stream().map(name -> "?").toList()) + ")", values);
    }

    private Object value(ColumnDescription column, ColumnDescription none) {
        return switch (column.type()) {
            case TEXT, ANY, BOOLEAN -> mark + none.name();
            case INTEGER -> 1L;
            case REAL -> 1.5;
        };
    }

    @Test
    void aRowWithoutAPositionIsInNoCone() throws IOException, SQLException {
        new OtherProgram(file().toString())
                .execute("INSERT INTO images (path, ms_path, created_at, type, center_dec_deg)"
                        + " VALUES (?, '/ms', 1, 't', 5)", mark);
        new OtherProgram(file().toString())
                .execute("INSERT INTO images (path, ms_path, created_at, type, center_ra_deg)"
                        + " VALUES (?, '/ms', 1, 't', 5)", mark + 1);
        Votable all = Votable.read(query(0, 0, 180).queryParam("VERB", 3).get(SCS + "images").asByteArray());
        assertThat(all.values("path")).doesNotContain(mark, mark + 1);
    }

    @Test
    void aRowThatFillsAPageAndIsTheLastOfAllIsNotCut() throws Exception {
        new OtherProgram(file().toString()).execute(
                "INSERT INTO images (path, ms_path, created_at, type, center_ra_deg, center_dec_deg)"
                        + " VALUES (? || printf('%.600000c', 'x'), '/ms', 1, 't', 77.125, -66.125)",
                mark);
        String answer = query(77.125, -66.125, 0.001).queryParam("MAXREC", 1).get(SCS + "images").asString();
        assertThat(answer).contains(mark).doesNotContain("OVERFLOW");
    }

    @Test
    void whatIsEmptyHasItsColumnsAllTheSame() throws IOException {
        byte[] answer = query(12.25, -77.75, 0).get(SCS + "photometry").then().statusCode(200).extract().asByteArray();
        Votable empty = Votable.read(answer);
        assertThat(empty.table().getRowCount()).isZero();
        assertThat(empty.names()).contains("id", "ra_deg", "dec_deg", "mjd", "separation_deg");
        assertThat(new String(answer, StandardCharsets.UTF_8)).doesNotContain("OVERFLOW");
    }

    @Test
    void everyRowOfALongAnswerComesOnce() throws Exception {
        OtherProgram other = new OtherProgram(file().toString());
        other.execute("WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < " + (MANY - 1) + ")"
                + " INSERT INTO images (path, ms_path, created_at, type, field_name, center_ra_deg, center_dec_deg)"
                + " SELECT printf('/%s/%d.fits', ?1, i), '/ms', 1, 'dirty', ?1, i * 0.0018, (i % 1800) * 0.1 - 90 FROM n",
                mark);
        try {
            SkyRows stored = SearchableTable.IMAGES.rows(file());
            assertThat(stored.all()).hasSizeGreaterThanOrEqualTo(MANY);
            StarTable answer = new StarTableFactory().makeStarTable(images + "?RA=0&DEC=0&SR=180&VERB=1", "votable");
            long sum = 0;
            long before = 0;
            long count = 0;
            try (RowSequence rows = answer.getRowSequence()) {
                for (; rows.next(); count++) {
                    long id = Long.parseLong((String) rows.getCell(0));
                    assertThat(id).as("in the order of the key").isGreaterThan(before);
                    before = id;
                    sum += id;
                }
            }
            assertThat(count).isEqualTo(stored.all().size());
            assertThat(sum).isEqualTo(stored.all().stream().mapToLong(row -> Long.parseLong(row.id())).sum());
        } finally {
            other.execute("DELETE FROM images WHERE field_name = ?", mark);
        }
    }

    private Path file() {
        return files.get(Database.PRODUCTS);
    }

    private static Votable search(String table, double ra, double dec, double radius) throws IOException {
        return Votable.read(query(ra, dec, radius).get(SCS + table).then().statusCode(200).extract().asByteArray());
    }

    private static RequestSpecification query(double ra, double dec, double radius) {
        return given().queryParam("RA", ra).queryParam("DEC", dec).queryParam("SR", radius);
    }
}
