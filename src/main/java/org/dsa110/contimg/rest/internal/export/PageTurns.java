package org.dsa110.contimg.rest.internal.export;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.dsa110.contimg.database.DatabaseConfig;
import org.dsa110.contimg.rest.declare.WithRest;

/**
 * Lets half of a file's readers read pages of exports, so that a short read never waits for more than the reads that run, however many
 * exports there are. Counted for all databases together, as these may be one file. Exports take turns, page by page; one that waits holds no
 * thread. Thread-safe.
 */
@WithRest
@Singleton
public class PageTurns {
    private final Queue<Turn> waiting = new ArrayDeque<>();
    private int free;

    PageTurns(DatabaseConfig config) {
        this.free = Math.max(1, config.readers().threads() / 2);
    }

    /** What the reading of a page gives, when it has had its turn. It begins, and its caller is told, where the caller subscribes. */
    public <T> Uni<T> inTurn(Supplier<Uni<T>> read) {
        return Uni.createFrom().deferred(() -> {
            Turn turn = new Turn();
            return Uni.createFrom().<Void>emitter(turn::await).flatMap(begun -> read.get()).onTermination()
                    .invoke(turn::end);
        });
    }

    /** How many pages wait for their turns. */
    synchronized int waiting() {
        return waiting.size();
    }

    private synchronized boolean take(Turn turn) {
        if (free > 0) {
            free--;
            turn.held = true;
        } else {
            waiting.add(turn);
        }
        return turn.held;
    }

    /** @return who is next; null for nobody */
    private synchronized Turn give(Turn turn) {
        if (!turn.held) {
            waiting.remove(turn);
            return null;
        }
        turn.held = false;
        Turn next = waiting.poll();
        if (next == null) {
            free++;
        } else {
            next.held = true;
        }
        return next;
    }

    /** One page's. */
    private final class Turn {
        private final Context context = Vertx.currentContext();
        /** Guarded by the turns. */
        private boolean held;
        private UniEmitter<? super Void> emitter;

        void await(UniEmitter<? super Void> caller) {
            emitter = caller;
            if (take(this)) {
                emitter.complete(null);
            }
        }

        /** When the page is read, and when nobody waits for it any more. */
        void end() {
            Turn next = give(this);
            if (next != null) {
                next.begin();
            }
        }

        private void begin() {
            if (context == null) {
                emitter.complete(null);
            } else {
                context.runOnContext(begun -> emitter.complete(null));
            }
        }
    }
}
