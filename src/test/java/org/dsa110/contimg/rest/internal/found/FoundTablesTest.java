package org.dsa110.contimg.rest.internal.found;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.PlainClient.get;
import static org.dsa110.contimg.PlainClient.json;
import static org.dsa110.contimg.PlainClient.send;
import static org.dsa110.contimg.rest.internal.found.OtherFile.listed;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.SampleRows;
import org.junit.jupiter.api.Test;

/** Which tables and views of other programs are served, from when until when, and what is said of the others. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class FoundTablesTest {
    StateFiles files;

    @Test
    void aTableIsServedFromTheMomentThatAnotherProgramMakesItUntilItDropsIt() throws Exception {
        OtherFile file = file(Database.INGEST);
        String path = "/api/v1/ingest/Late_Table";
        assertThat(get(path, 404)).contains("there is no table ingest.Late_Table");
        file.run("CREATE TABLE Late_Table (a)", "INSERT INTO Late_Table VALUES (1)");
        assertThat(json(path).at("/items/0/a").intValue()).isEqualTo(1);
        assertThat(json("/api/v1/ingest/late_table").at("/items/0/a").intValue()).isEqualTo(1);
        file.run("ALTER TABLE Late_Table ADD COLUMN b DEFAULT 'x'");
        assertThat(json(path + "?b=x").at("/items/0/b").textValue()).isEqualTo("x");
        file.run("ALTER TABLE Late_Table DROP COLUMN a");
        assertThat(get(path + "?a=1", 400)).contains("\"field\":\"a\"");
        file.run("DROP TABLE Late_Table");
        get(path, 404);
        get(path + "/1", 404);
        assertThat(listed(Database.INGEST, "Late_Table")).isNull();
    }

    @Test
    void whatOurMigrationsMakeIsServedUnderItsOwnPathOrNotAtAll() throws Exception {
        Set<String> ours = new HashSet<>();
        SampleRows.tables().forEach(table -> ours.add(table.database() + "/" + table.name()));
        Set<String> internal = new TreeSet<>();
        for (Database database : Database.values()) {
            Set<String> others = listedOther(database);
            for (String name : file(database).names()) {
                if (!others.contains(name) && !ours.contains(database + "/" + name)) {
                    internal.add(name);
                    for (String asked : List.of(name, name.toUpperCase(Locale.ROOT))) {
                        String path = "/api/v1/" + database + "/" + asked;
                        get(path, 404);
                        get(path + "/1", 404);
                        assertThat(send("DELETE", path + "/1").statusCode()).as(path).isEqualTo(404);
                    }
                    assertThat(listed(database, name)).as(name).isNull();
                }
            }
        }
        assertThat(internal).contains("idempotency_keys", "flyway_products", "source_places", "source_summaries",
                "source_summaries_since",
                "variability_sums", "sqlite_sequence");
        get("/api/v1/products/IMAGES", 404);
        get("/api/v1/products/sqlite_schema", 404);
        assertThat(listed(Database.PRODUCTS, "images").get("read_only").booleanValue()).isFalse();
        assertThat(listed(Database.PRODUCTS, "sources").get("read_only").booleanValue()).isTrue();
    }

    /** What no fresh file has. */
    private static Set<String> listedOther(Database database) throws Exception {
        Set<String> others = new HashSet<>();
        for (JsonNode table : json("/api/v1/" + database).get("tables")) {
            if (table.get("description") == null && table.get("read_only").booleanValue()) {
                others.add(table.get("name").textValue());
            }
        }
        return others;
    }

    @Test
    void whatThisSqliteCannotReadSaysWhy() throws Exception {
        file(Database.HDF5).run("CREATE TABLE base (a)", "CREATE VIEW dangling AS SELECT a FROM base",
                "DROP TABLE base",
                "CREATE VIEW foreign_function AS SELECT their_own(1) AS a",
                "PRAGMA writable_schema = 1",
                "INSERT INTO sqlite_schema VALUES ('table', 'foreign_module', 'foreign_module', 0,"
                        + " 'CREATE VIRTUAL TABLE foreign_module USING their_module(a)')");
        for (String name : List.of("dangling", "foreign_function", "foreign_module")) {
            assertThat(get("/api/v1/hdf5/" + name, 409)).contains("hdf5." + name + " cannot be read here");
            get("/api/v1/hdf5/" + name + "?as=csv", 409);
            assertThat(listed(Database.HDF5, name).get("read_only").booleanValue()).isTrue();
        }
        assertThat(listed(Database.HDF5, "foreign_module").get("fault").textValue()).contains("no such module");
    }

    @Test
    void aDatabaseThatIsNotThereAndParametersThatAreNotThereAreNamed() throws Exception {
        assertThat(get("/api/v1/nothing", 404)).contains("there is no database nothing");
        assertThat(get("/api/v1/nothing/images", 404)).contains("there is no database nothing");
        assertThat(get("/api/v1/products?x=1", 400)).contains("\"field\":\"x\"");
        get("/api/v1/products/%FF", 404);
        assertThat(send("DELETE", "/api/v1/products").statusCode()).isEqualTo(405);
    }

    private OtherFile file(Database database) {
        return new OtherFile(files.get(database).toString());
    }
}
