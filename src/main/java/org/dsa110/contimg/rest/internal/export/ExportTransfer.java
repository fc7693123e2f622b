package org.dsa110.contimg.rest.internal.export;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.ext.web.RoutingContext;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.internal.logs.RepeatedLines;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ServerHttpResponse;

/**
 * Brings one export to its client: a page is read when the client's connection has taken the one before. What fails on the way resets
 * the connection, so that the client can tell the answer from a whole one. Runs on the connection's event loop.
 */
final class ExportTransfer {
    private static final Logger LOG = Logger.getLogger(ExportTransfer.class);
    private static final RepeatedLines FAULTS = RepeatedLines.of(ExportTransfer.class);

    private final Export export;
    private final ResteasyReactiveRequestContext context;
    private final ServerHttpResponse response;
    private final AnswerConnection connection;
    private final MeterRegistry meters;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile Runnable forgetNotice = () -> {
    };
    private volatile Cancellable reading = () -> {
    };

    /** How an export ended. */
    private enum Outcome {
        COMPLETED, GONE, FAILED
    }

    ExportTransfer(Export export, ResteasyReactiveRequestContext context, MeterRegistry meters) {
        this.export = export;
        this.context = context;
        this.response = context.serverResponse();
        RoutingContext routing = context.serverRequest().unwrap(RoutingContext.class);
        this.connection = AnswerConnection.begin(routing);
        this.meters = meters;
    }

    void start() {
        context.suspend();
        response.setChunked(true);
        response.addCloseHandler(this::clientGone);
        // When the service is told to stop the export is broken off: a slow client would delay the stop to its time limit.
        forgetNotice = export.onStopNotice(this::stopped);
        write();
    }

    private void write() {
        if (!over.get()) {
            export.page().subscribe().with(this::write, this::failed);
        }
    }

    private void write(byte[] page) {
        if (over.get()) {
            return;
        }
        if (page.length == 0) {
            taken(null);
        } else {
            response.write(page, this::taken);
        }
    }

    /** @param failure null when the connection has taken the page */
    private void taken(Throwable failure) {
        if (failure != null) {
            clientGone();
        } else if (export.complete()) {
            if (end(Outcome.COMPLETED)) {
                connection.complete();
                context.resume();
            }
        } else if (!over.get()) {
            reading = export.next().subscribe().with(read -> write(), this::failed);
        }
    }

    private void clientGone() {
        if (end(Outcome.GONE)) {
            LOG.debugf("%s: the client went away", export);
            reading.cancel();
            context.resume();
        }
    }

    private void failed(Throwable failure) {
        if (end(Outcome.FAILED)) {
            FAULTS.error(List.of(export.toString(), RepeatedLines.origin(failure)), failure, "%s was broken off",
                    export);
            connection.breakOff();
            context.resume();
        }
    }

    private void stopped() {
        failed(new DatabaseException(DatabaseException.Kind.CLOSED, "the service is stopping", null));
        reading.cancel();
    }

    /** @return whether it was not over before */
    private boolean end(Outcome outcome) {
        if (!over.compareAndSet(false, true)) {
            return false;
        }
        forgetNotice.run();
        export.end();
        Counter.builder("contimg.exports").description("Exports by how they ended")
                .tags("format", export.format().toString(), "outcome", outcome.name().toLowerCase(Locale.ROOT))
                .register(meters).increment();
        return true;
    }
}
