package org.dsa110.contimg.rest.internal.found;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.PlainClient.get;
import static org.dsa110.contimg.PlainClient.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.junit.jupiter.api.Test;

/** Lists of what other programs have are filtered as their columns are declared, and go on while rows are added. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class FoundListsTest {
    StateFiles files;

    @Test
    void aPageGoesOnBehindRowsThatAreAddedMeanwhile() throws Exception {
        file(Database.HDF5).run("CREATE VIEW pairs AS SELECT a % 2 AS a FROM pairs_of",
                "CREATE TABLE pairs_of (a)", "INSERT INTO pairs_of VALUES (1), (2), (3), (4), (5)");
        JsonNode page = json("/api/v1/hdf5/pairs?limit=3");
        assertThat(page.at("/items").toString()).isEqualTo("[{\"a\":0},{\"a\":0},{\"a\":1}]");
        file(Database.HDF5).run("INSERT INTO pairs_of VALUES (6), (7)");
        JsonNode rest = json("/api/v1/hdf5/pairs?limit=3&next=" + page.get("next").textValue());
        assertThat(rest.at("/items").toString()).isEqualTo("[{\"a\":1},{\"a\":1},{\"a\":1}]");
        assertThat(rest.get("next").isNull()).isTrue();
        get("/api/v1/hdf5/pairs?order=-a&next=" + page.get("next").textValue(), 400);
        get("/api/v1/hdf5/pairs_of?next=" + page.get("next").textValue(), 400);
    }

    @Test
    void aColumnWithTheNameOfAParameterIsFilteredByItsLongName() throws Exception {
        file(Database.HDF5).run(
                "CREATE TABLE named (id INTEGER PRIMARY KEY, \"limit\" INTEGER, \"order\" TEXT, \"as\", dec REAL)",
                "INSERT INTO named VALUES (1, 5, 'a', 1, 10), (2, 6, 'b', 2, 20)");
        String path = "/api/v1/hdf5/named";
        assertThat(json(path + "?limit__eq=6").at("/items/0/id").intValue()).isEqualTo(2);
        assertThat(json(path + "?limit__eq=6&limit=1").get("items").size()).isEqualTo(1);
        assertThat(json(path + "?order__eq=a&as__eq=1").get("items").size()).isEqualTo(1);
        assertThat(json(path + "?dec=20").at("/items/0/id").intValue()).isEqualTo(2);
        assertThat(get(path + "?ra=1&dec=1&radius=1", 400)).contains("\"field\":\"ra\"", "\"field\":\"radius\"");
        assertThat(get(path + "?limit=0", 400)).contains("\"field\":\"limit\"");
    }

    @Test
    void filtersCompareAsTheColumnIsDeclared() throws Exception {
        file(Database.HDF5).run(
                "CREATE TABLE kinds (id INTEGER PRIMARY KEY, n DATETIME, f, t TEXT COLLATE NOCASE, r REAL)",
                "INSERT INTO kinds VALUES (1, '2025-01-01', 'x12', 'a', 1), (2, 12, 12, 'A', 'n/a'), (3, 12.5, NULL, NULL, 2)");
        Map<String, String> expected = new LinkedHashMap<>(Map.of("n=2025-01-01", "1", "n=12", "2", "n__gt=12", "1,3",
                "f=12", "2", "f=x12", "1", "f__startswith=x", "1", "t=a", "1", "t__in=A,b", "2", "r__gt=1", "2,3",
                "t__contains=A", "2"));
        for (Map.Entry<String, String> filter : expected.entrySet()) {
            List<String> ids = new ArrayList<>();
            json("/api/v1/hdf5/kinds?" + filter.getKey()).get("items").forEach(row -> ids.add(row.get("id").asText()));
            assertThat(String.join(",", ids)).as(filter.getKey()).isEqualTo(filter.getValue());
        }
        assertThat(get("/api/v1/hdf5/kinds?r=n/a", 400)).contains("must be a finite number");
    }

    private OtherFile file(Database database) {
        return new OtherFile(files.get(database).toString());
    }
}
