package org.dsa110.contimg.rest.internal.list;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.rest.TablesTest.post;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.rest.SampleRows;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.JDBC;

/** The orders that people ask for come from an index: no list of these sorts a table. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class OrdersTest {
    StateFiles files;

    @ParameterizedTest
    @CsvSource({
            "products.images,,-created_at", "products.images,type,-created_at", "products.images,type,created_at",
            "products.images,path,id",
            "products.ms_index,,-processed_at", "products.ms_index,status,-processed_at",
            "products.ms_index,stage,-processed_at", "products.ms_index,,-mid_mjd", "products.ms_index,stage,path",
            "products.photometry,source_id,mjd", "products.photometry,source_id,-mjd",
            "products.photometry,,-measured_at", "products.photometry,,-mjd", "products.photometry,,mjd",
            "products.hdf5_file_index,,-timestamp_mjd", "products.hdf5_file_index,stored,-timestamp_mjd",
            "products.batch_jobs,,-created_at", "products.batch_jobs,status,-created_at",
            "products.batch_jobs,type,-created_at", "products.batch_job_items,batch_id,id",
            "products.transient_candidates,,-detected_at",
            "products.transient_candidates,detection_type,-detected_at",
            "products.transient_candidates,detection_type,-significance_sigma",
            "products.transient_candidates,source_id,-detected_at",
            "products.calibrator_transits,,-transit_mjd", "products.calibrator_transits,calibrator_name,-transit_mjd",
            "products.dead_letter_queue,,-created_at", "products.dead_letter_queue,status,-created_at",
            "products.dead_letter_queue,component,-created_at",
            "products.monitoring_sources,is_variable,-eta", "products.monitoring_sources,ese_candidate,id",
            "products.variability_stats,,-eta_metric", "products.variability_stats,,-chi2_nu",
            "products.variability_stats,,-sigma_deviation", "products.variability_stats,,-last_mjd",
            "products.ese_candidates,,-flagged_at", "products.ese_candidates,status,-flagged_at",
            "products.ese_candidates,source_id,-flagged_at",
            "products.mosaics,,-created_at",
            "products.jobs,,-created_at", "products.jobs,status,-created_at", "products.jobs,type,-created_at",
            "products.jobs,ms_path,-created_at",
            "cal_registry.caltables,,-created_at", "cal_registry.caltables,status,-created_at",
            "cal_registry.caltables,table_type,-created_at",
            "hdf5.hdf5_file_index,,-timestamp_mjd", "hdf5.hdf5_file_index,stored,-timestamp_mjd",
            "hdf5.pointing_history,,-timestamp", "ingest.pointing_history,,-timestamp",
            "ingest.ingest_queue,,-received_at", "ingest.ingest_queue,state,-received_at",
            "ingest.ingest_queue,state,group_id", "ingest.performance_metrics,,-recorded_at",
            "data_registry.data_registry,,-created_at", "data_registry.data_registry,status,-created_at",
            "data_registry.data_registry,status,created_at", "data_registry.data_registry,data_type,-created_at",
    })
    void aListComesInTheOrderOfAnIndex(String name, String filter, String order) throws SQLException {
        TableDescription<?> table = SampleRows.tables().stream().filter(each -> each.toString().equals(name))
                .findFirst().orElseThrow();
        String sql = "SELECT * FROM " + table.name() + (filter == null ? "" : " WHERE \"" + filter + "\" = ?")
                + " ORDER BY " + Order.parse(table, order).sql() + " LIMIT 101";
        assertThat(plan(table, sql)).as(sql).hasSize(1).first().asString()
                .startsWith(filter == null ? "SCAN " + table.name() + " USING" : "SEARCH " + table.name() + " USING");
    }

    @Test
    void aPageMayEndInAsLongATextAsAColumnTakes() {
        String mark = UUID.randomUUID().toString();
        String longest = "\uD83D\uDD2D".repeat(65_536 / 2);
        String rows = IntStream.range(0, 3).mapToObj(i -> "{\"component\":\"" + mark
                + "\",\"operation\":\"o\",\"error_type\":\"e\",\"created_at\":" + i + ",\"error_message\":\"" + longest
                + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
        post("/api/v1/products/dead_letter_queue", rows).statusCode(201);
        List<Object> times = new ArrayList<>();
        for (String next = ""; next != null;) {
            RequestSpecification page = given().queryParam("component", mark).queryParam("order", "error_message")
                    .queryParam("limit", 1).queryParam("fields", "created_at");
            JsonPath answer = (next.isEmpty() ? page : page.queryParam("next", next))
                    .get("/api/v1/products/dead_letter_queue").then().statusCode(200).extract().jsonPath();
            times.addAll(answer.getList("items.created_at"));
            next = answer.getString("next");
        }
        assertThat(times).containsExactly(0f, 1f, 2f);
    }

    /** SQLite's plan, a step a line; a sort is a step of its own. */
    private List<String> plan(TableDescription<?> table, String sql) throws SQLException {
        List<String> steps = new ArrayList<>();
        try (Connection connection = JDBC.createConnection(
                "jdbc:sqlite:" + files.get(table.database()), new Properties());
                PreparedStatement explain = connection.prepareStatement("EXPLAIN QUERY PLAN " + sql);
                ResultSet rows = explain.executeQuery()) {
            while (rows.next()) {
                steps.add(rows.getString("detail"));
            }
        }
        return steps;
    }
}
