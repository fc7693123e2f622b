package org.dsa110.contimg.rest.internal.export;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;

/**
 * The connection of a client whose answer comes in pieces. Until the answer is whole, whatever ends the connection ends it by a TCP reset
 * (RST), a {@code kill -9} of the service too, as the socket does not linger (SO_LINGER 0): the end of the connection alone is how an
 * answer to HTTP/1.0 ends in order (RFC 9112, section 6.3), and some clients of HTTP/1.1 take it for the end of a chunked one: for these
 * it comes inside a chunk, too, as over TLS not every client is told of a reset. In HTTP/2,
 * where others may use the connection, the stream is reset. Thread-safe.
 */
final class AnswerConnection {
    /** INTERNAL_ERROR (RFC 9113, section 7). Clients take a stream that ends with NO_ERROR for a whole answer. */
    private static final long STREAM_FAILED = 2;
    private static final int AT_ONCE = 0;

    private final HttpVersion version;
    private final HttpServerResponse response;
    private final HttpConnection connection;
    /** Null where the connection is shared, or not of a kind that is known. */
    private final Channel channel;
    private final Integer lingerBefore;
    /** Null where the answer has no chunks. */
    private OpenChunk chunk;

    private AnswerConnection(RoutingContext context) {
        this.version = context.request().version();
        this.response = context.response();
        this.connection = context.request().connection();
        this.channel = version == HttpVersion.HTTP_2 ? null : channel(connection);
        this.lingerBefore = channel == null ? null : channel.config().getOption(ChannelOption.SO_LINGER);
    }

    /** To be called before the first piece is sent. */
    static AnswerConnection begin(RoutingContext context) {
        AnswerConnection connection = new AnswerConnection(context);
        connection.linger(AT_ONCE);
        if (connection.endsWithConnection()) {
            // A client that asks to keep the connection would wait for ever: the framework promises to, and gives no length.
            context.addHeadersEndHandler(
                    head -> connection.response.headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE));
        } else if (connection.channel != null) {
            connection.chunk = OpenChunk.on(connection.channel);
        }
        return connection;
    }

    /** Ends the answer, all of which has been sent. */
    void complete() {
        linger(lingerBefore);
        if (chunk != null) {
            chunk.complete(channel.pipeline());
        }
        Future<Void> sent = response.end();
        if (endsWithConnection()) {
            sent.onComplete(end -> connection.close());
        }
    }

    /** Ends the connection so that the client can tell the answer from a whole one. What was sent may be lost with it. */
    void breakOff() {
        if (channel == null) {
            response.reset(STREAM_FAILED);
        } else {
            // From the first handler on, which passes by the one of TLS: that would say good-bye, which is an end in order as well.
            channel.pipeline().firstContext().close();
        }
    }

    private boolean endsWithConnection() {
        return version == HttpVersion.HTTP_1_0;
    }

    private void linger(Integer seconds) {
        if (channel != null && seconds != null) {
            channel.config().setOption(ChannelOption.SO_LINGER, seconds);
        }
    }

    private static Channel channel(HttpConnection connection) {
        return connection instanceof ConnectionBase known ? known.channel() : null;
    }
}
