package org.dsa110.contimg.products;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.core.JsonGenerator;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableRows;
import org.dsa110.contimg.rest.TableServices;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.internal.list.NamedList;
import org.dsa110.contimg.rest.stats.Counts;
import org.dsa110.contimg.rest.stats.StatisticsPart;

/**
 * How many measurement sets and images there are, and the newest ones. Photometry is not counted: that would read an index of all its rows
 * at each look. Thread-safe.
 */
@WithRest
@Singleton
class ProductStatistics implements StatisticsPart {
    private static final int NEWEST = 5;

    private final TableRows<Image> images;
    private final TableRows<MeasurementSet> measurementSets;

    ProductStatistics(TableServices access) {
        this.images = new TableRows<>(access, Database.PRODUCTS, Image.class);
        this.measurementSets = new TableRows<>(access, Database.PRODUCTS, MeasurementSet.class);
    }

    @Override
    public Database database() {
        return Database.PRODUCTS;
    }

    @Override
    public void write(JsonGenerator json, Connection connection) throws SQLException, IOException {
        Counts.write(json, connection, "ms_by_stage", "ms_index", "stage");
        Counts.write(json, connection, "ms_by_status", "ms_index", "status");
        Counts.write(json, connection, "images_by_type", "images", "type");
        json.writeArrayFieldStart("newest_images");
        images.write(json, connection, newestBy("created_at"), NEWEST, "id", "path", "type", "created_at", "noise_jy");
        json.writeEndArray();
        json.writeArrayFieldStart("newest_ms");
        measurementSets.write(json, connection, newestBy("processed_at"), NEWEST, "path", "stage", "status", "mid_mjd",
                "processed_at");
        json.writeEndArray();
    }

    private static NamedList newestBy(String column) {
        return new NamedList(Set.of(), null, List.of(), "-" + column);
    }
}
