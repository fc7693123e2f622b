package org.dsa110.contimg.products;

import java.util.List;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableResource;
import org.dsa110.contimg.rest.TableServices;
import org.dsa110.contimg.rest.query.NamedQuery;
import org.dsa110.contimg.rest.query.Queries;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Dead letters over REST, and which of them are settled. Thread-safe. */
@Path("/api/v1/products/dead_letter_queue")
public class DeadLetterResource extends TableResource<DeadLetter> implements Queries {
    private static final String TABLE = "products.dead_letter_queue";
    private static final NamedQuery OPEN = NamedQuery.listOf(TABLE, "open_dead_letters");
    private static final NamedQuery SETTLED = NamedQuery.listOf(TABLE, "settled_dead_letters");

    DeadLetterResource(TableServices services) {
        super(services, Database.PRODUCTS, DeadLetter.class);
    }

    @Override
    public List<NamedQuery> queries() {
        return List.of(OPEN, SETTLED);
    }

    /** Those to which somebody should look. */
    @GET
    @Path("open")
    @Produces(MediaType.WILDCARD)
    @Operation(operationId = "open_dead_letters", summary = "Dead letters that are not settled",
            description = "Those that wait for somebody, and those whose groups are tried again (status retrying).")
    public Uni<Response> open(@Context UriInfo uri, @Context HttpHeaders headers) {
        return list(uri, headers, OPEN.list(DeadLetterSql.OPEN, List.of(), "-created_at"));
    }

    /** The others. */
    @GET
    @Path("settled")
    @Produces(MediaType.WILDCARD)
    @Operation(operationId = "settled_dead_letters", summary = "Dead letters that are settled",
            description = "Those that somebody has resolved, and those whose groups were tried again since: resolved where that went well,"
                    + " failed where it did not, of which there is a letter of its own.")
    public Uni<Response> settled(@Context UriInfo uri, @Context HttpHeaders headers) {
        return list(uri, headers, SETTLED.list("NOT (" + DeadLetterSql.OPEN + ")", List.of(), "-created_at"));
    }
}
