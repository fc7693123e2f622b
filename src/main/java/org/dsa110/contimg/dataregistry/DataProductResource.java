package org.dsa110.contimg.dataregistry;

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

/** Data products over REST, and which of them are to be published. */
@Path("/api/v1/data_registry/data_registry")
public class DataProductResource extends TableResource<DataProduct> implements Queries {
    private static final String TABLE = "data_registry.data_registry";
    private static final String OLDEST_FIRST = "created_at";
    private static final NamedQuery PENDING = NamedQuery.listOf(TABLE, "list_pending_publish");
    private static final NamedQuery READY = NamedQuery.listOf(TABLE, "list_ready_to_publish");

    DataProductResource(TableServices services) {
        super(services, Database.DATA_REGISTRY, DataProduct.class, new PublishedRowListener());
    }

    @Override
    public List<NamedQuery> queries() {
        return List.of(PENDING, READY);
    }

    /** What is still to be finalized before it can be published. */
    @GET
    @Path("pending_publish")
    @Produces(MediaType.WILDCARD)
    @Operation(operationId = "list_pending_publish",
            summary = "Products that will be published once they are finalized",
            description = "Those with status staging, auto_publish_enabled 1 and finalization_status pending, oldest first unless another"
                    + " order is asked for. None of them may be published yet: ready_to_publish has those.")
    public Uni<Response> pendingPublish(@Context UriInfo uri, @Context HttpHeaders headers) {
        return list(uri, headers, PENDING.list(PublishRule.PENDING_PUBLISH, List.of(), OLDEST_FIRST));
    }

    /** What may be published. */
    @GET
    @Path("ready_to_publish")
    @Produces(MediaType.WILDCARD)
    @Operation(operationId = "list_ready_to_publish", summary = "Products that may be published now",
            description = "Those with status staging, finalization_status finalized and validation_status validated; of data_type image"
                    + " only those with qa_status passed. With auto_publish_enabled=1 those that need no person. Oldest first unless"
                    + " another order is asked for.")
    public Uni<Response> readyToPublish(@Context UriInfo uri, @Context HttpHeaders headers) {
        return list(uri, headers, READY.list(PublishRule.READY, List.of(), OLDEST_FIRST));
    }
}
