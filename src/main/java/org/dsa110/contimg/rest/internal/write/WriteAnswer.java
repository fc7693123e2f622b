package org.dsa110.contimg.rest.internal.write;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.Response.Status;

/**
 * What a create or an upsert answers. Immutable and thread-safe.
 *
 * @param path of the one row; null where an array was sent
 * @param json the row or rows as they were stored
 * @param replayed whether an earlier request stored them
 */
public record WriteAnswer(String path, byte[] json, boolean replayed) {
    public static final String REPLAYED = "Idempotent-Replayed";

    public Response created() {
        // A path: the framework would put what the client says of the host before a URI.
        return answer(Status.CREATED).header(HttpHeaders.LOCATION, path).build();
    }

    public Response merged() {
        return answer(Status.OK).build();
    }

    /** A header whose value is null is left out. */
    private ResponseBuilder answer(Status status) {
        return Response.status(status).entity(json).header(HttpHeaders.ETAG, path == null ? null : EntityTags.of(json))
                .header(REPLAYED, replayed ? "true" : null);
    }
}
