package org.dsa110.contimg.rest;

import java.net.URI;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.Response.Status;

/**
 * What a create answers. Immutable and thread-safe.
 *
 * @param location path of the one row; null where an array was sent
 * @param json the row or rows as they were stored
 * @param replayed whether an earlier request stored them
 */
record CreatedRows(String location, byte[] json, boolean replayed) {
    static final String REPLAYED = "Idempotent-Replayed";

    Response response() {
        ResponseBuilder answer = Response.status(Status.CREATED).entity(json);
        if (location != null) {
            answer.location(URI.create(location)).header(HttpHeaders.ETAG, EntityTag.of(json));
        }
        if (replayed) {
            answer.header(REPLAYED, "true");
        }
        return answer.build();
    }
}
