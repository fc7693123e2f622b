package org.dsa110.contimg.products;

import jakarta.ws.rs.Path;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableAccess;
import org.dsa110.contimg.rest.TableResource;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Images over REST. */
@Path("/api/v1/products/images")
@Tag(name = "products")
public class ImageResource extends TableResource<Image> {
    ImageResource(TableAccess access) {
        super(access, Database.PRODUCTS, Image.class);
    }
}
