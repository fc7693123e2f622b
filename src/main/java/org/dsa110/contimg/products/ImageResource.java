package org.dsa110.contimg.products;

import jakarta.ws.rs.Path;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableResource;
import org.dsa110.contimg.rest.TableServices;

/** Images over REST. */
@Path("/api/v1/products/images")
public class ImageResource extends TableResource<Image> {
    ImageResource(TableServices services) {
        super(services, Database.PRODUCTS, Image.class);
    }
}
