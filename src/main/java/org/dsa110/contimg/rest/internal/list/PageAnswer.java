package org.dsa110.contimg.rest.internal.list;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.rest.internal.AcceptEncoding;
import org.dsa110.contimg.rest.internal.GzipStream;
import org.dsa110.contimg.rest.internal.PackingThreads;

/** The answer with rows as JSON, compressed where the client takes that: on a thread for it, as it takes milliseconds. Stateless. */
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
    public static Uni<Response> inCodingOf(Uni<Response> plain, HttpHeaders client, PackingThreads threads) {
        return AcceptEncoding.takesGzip(client.getRequestHeader(HttpHeaders.ACCEPT_ENCODING))
                ? plain.chain(page -> packed(page, threads))
                : plain;
    }

    private static Uni<Response> packed(Response plain, PackingThreads threads) {
        byte[] json = (byte[]) plain.getEntity();
        return GzipStream.isWorth(json.length)
                ? threads.run(() -> GzipStream.of(json)).map(packed -> Response.fromResponse(plain).entity(packed)
                        .header(HttpHeaders.CONTENT_ENCODING, GzipStream.CODING).build())
                : Uni.createFrom().item(plain);
    }
}
