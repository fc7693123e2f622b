package org.dsa110.contimg.products;

import jakarta.ws.rs.Path;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableResource;
import org.dsa110.contimg.rest.TableServices;

/** Operations that were given up over REST. */
@Path("/api/v1/products/dead_letter_queue")
public class DeadLetterResource extends TableResource<DeadLetter> {
    DeadLetterResource(TableServices services) {
        super(services, Database.PRODUCTS, DeadLetter.class);
    }
}
