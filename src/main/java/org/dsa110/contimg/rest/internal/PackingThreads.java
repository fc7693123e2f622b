package org.dsa110.contimg.rest.internal;

import java.util.concurrent.Callable;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import org.dsa110.contimg.rest.declare.WithRest;

/**
 * The threads that compress answers and draw pictures, one for each processor, and do nothing else: what waits for clients, as the framework's worker
 * threads do for bodies, holds up no answer, and many answers at a time do not take the processors from the rest. Thread-safe.
 */
@WithRest
@Singleton
public class PackingThreads {
    private final WorkerExecutor threads;

    PackingThreads(Vertx vertx) {
        this.threads = vertx.createSharedWorkerExecutor("gzip", Runtime.getRuntime().availableProcessors());
    }

    /** Has work done when it is subscribed to; the item, or what was thrown, comes where the subscriber was. */
    public <T> Uni<T> run(Callable<T> work) {
        return Uni.createFrom().completionStage(() -> threads.executeBlocking(work, false).toCompletionStage());
    }

    @PreDestroy
    void close() {
        threads.close();
    }
}
