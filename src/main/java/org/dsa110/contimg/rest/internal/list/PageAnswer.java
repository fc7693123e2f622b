package org.dsa110.contimg.rest.internal.list;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.dsa110.contimg.rest.internal.AcceptEncoding;
import org.dsa110.contimg.rest.internal.GzipStream;

/** The answer with rows as JSON, compressed where the client takes that: on a worker thread, as it takes milliseconds. Stateless. */
public final class PageAnswer {
    /** What such an answer depends on beside its URL, for caches between. */
    public static final String VARY = HttpHeaders.ACCEPT + ", " + HttpHeaders.ACCEPT_ENCODING;

    private PageAnswer() {
    }

    /** The answer as it is for every client. */
    public static Response plain(byte[] json) {
        return Response.ok(json, MediaType.APPLICATION_JSON_TYPE).header(HttpHeaders.VARY, VARY).build();
    }

    /**
     * The answer for one client.
     *
     * @param plain what {@link #plain} gave
     * @param client the headers of its request
     */
    public static Uni<Response> inCodingOf(Uni<Response> plain, HttpHeaders client) {
        return AcceptEncoding.takesGzip(client.getRequestHeader(HttpHeaders.ACCEPT_ENCODING))
                ? plain.chain(PageAnswer::packed)
                : plain;
    }

    private static Uni<Response> packed(Response plain) {
        byte[] json = (byte[]) plain.getEntity();
        return GzipStream.isWorth(json.length)
                ? Uni.createFrom().item(() -> Response.fromResponse(plain).entity(GzipStream.of(json))
                        .header(HttpHeaders.CONTENT_ENCODING, GzipStream.CODING).build())
                        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                : Uni.createFrom().item(plain);
    }
}
