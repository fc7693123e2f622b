package org.dsa110.contimg.products;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableRows;
import org.dsa110.contimg.rest.TableServices;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.stats.StatisticsPart;

/**
 * How many measurement sets and images there are, and the newest ones. Photometry is not counted: that would read an index of all its rows
 * at each look.
 */
@WithRest
class ProductStatistics {
    @Produces
    @Singleton
    StatisticsPart part(TableServices services) {
        return StatisticsPart.of(Database.PRODUCTS,
                StatisticsPart.counts("ms_by_stage", "ms_index", "stage"),
                StatisticsPart.counts("ms_by_status", "ms_index", "status"),
                StatisticsPart.counts("images_by_type", "images", "type"),
                StatisticsPart.newest("newest_images", new TableRows<>(services, Database.PRODUCTS, Image.class),
                        "created_at", "id", "path", "type", "created_at", "noise_jy"),
                StatisticsPart.newest("newest_ms", new TableRows<>(services, Database.PRODUCTS, MeasurementSet.class),
                        "processed_at", "path", "stage", "status", "mid_mjd", "processed_at"));
    }
}
