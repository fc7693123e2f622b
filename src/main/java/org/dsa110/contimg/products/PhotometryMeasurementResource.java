package org.dsa110.contimg.products;

import jakarta.ws.rs.Path;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableResource;
import org.dsa110.contimg.rest.TableServices;

/** Photometry measurements over REST. */
@Path("/api/v1/products/photometry")
public class PhotometryMeasurementResource extends TableResource<PhotometryMeasurement> {
    PhotometryMeasurementResource(TableServices services,
            Variability variability) {
        super(services, Database.PRODUCTS, PhotometryMeasurement.class, variability);
    }
}
