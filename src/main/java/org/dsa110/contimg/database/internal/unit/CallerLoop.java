package org.dsa110.contimg.database.internal.unit;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.vertx.core.impl.ContextInternal;

/**
 * The event loop of a caller, with the context that it asked in. Many callers have one loop: those of a batch are told by one hand-over, as
 * each may have to wake the loop. Thread-safe.
 */
public record CallerLoop(ContextInternal context) implements Executor {
    @Override
    public void execute(Runnable answer) {
        tell(List.of(() -> emit(answer)));
    }

    /** Whether callers of another one are told on the same thread. */
    Object thread() {
        return context.nettyEventLoop();
    }

    /** On its thread; what an answer throws keeps no other from being given. */
    void emit(Runnable answer) {
        context.emit(ignored -> answer.run());
    }

    /** Has this loop run all, each of which must not throw. */
    void tell(List<Runnable> answers) {
        Runnable all = () -> answers.forEach(Runnable::run);
        try {
            context.nettyEventLoop().execute(all);
        } catch (RejectedExecutionException stopping) {
            // The program stops and its threads are gone, but the callers must have their answers.
            all.run();
        }
    }
}
