package org.dsa110.contimg.products;

import jakarta.ws.rs.Path;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableResource;
import org.dsa110.contimg.rest.TableServices;

/** Transits of calibrators over REST. */
@Path("/api/v1/products/calibrator_transits")
public class CalibratorTransitResource extends TableResource<CalibratorTransit> {
    CalibratorTransitResource(TableServices services) {
        super(services, Database.PRODUCTS, CalibratorTransit.class);
    }
}
