package org.dsa110.contimg.products;

import jakarta.ws.rs.Path;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableResource;
import org.dsa110.contimg.rest.TableServices;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Transits of calibrators over REST. */
@Path("/api/v1/products/calibrator_transits")
@Tag(name = "products")
public class CalibratorTransitResource extends TableResource<CalibratorTransit> {
    CalibratorTransitResource(TableServices access) {
        super(access, Database.PRODUCTS, CalibratorTransit.class);
    }
}
