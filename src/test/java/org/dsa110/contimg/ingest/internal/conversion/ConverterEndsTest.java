package org.dsa110.contimg.ingest.internal.conversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.ingest.internal.conversion.Converters.assertFails;
import static org.dsa110.contimg.ingest.internal.conversion.Converters.assertGone;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.dsa110.contimg.ingest.internal.process.GuardedShell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** All that a converter has started ends with it, by itself or when it is ended. */
@Timeout(300)
class ConverterEndsTest {
    @TempDir
    Path folder;

    @Test
    void whatItLeavesRunningEndsWithIt() throws Exception {
        assertThat(converters().run("sleep 300 & echo $! > pid; echo /ms/a.ms").msPath()).isEqualTo("/ms/a.ms");
        assertGone(converters().left());
        assertFails(() -> converters().run("(trap '' TERM; sleep 301 & echo $! > pid); exit 3"))
                .hasMessage("the converter ended with exit status 3");
        assertGone(converters().left());
    }

    @Test
    void oneThatTakesTooLongIsEndedWithAllItStarted() throws Exception {
        assertFails(() -> converters().startUpToPid("echo slow >&2; sleep 300 & echo $! " + Converters.WRITE + "; wait")
                .await(Converters.SHORT)).hasMessage("the converter took longer than 0.5 s and was ended: slow");

        assertGone(converters().left());
    }

    @Test
    void stoppingEndsAlsoOneThatDoesNotListen() throws Exception {
        ConverterProcess process = converters().startUpToPid("trap '' TERM; (trap '' TERM; echo $$ " + Converters.WRITE
                + "; while :; do sleep 0.1; done); echo /ms/a.ms");
        CompletableFuture<ConverterResult> result = CompletableFuture.supplyAsync(() -> {
            try {
                return process.await(Converters.LONG);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }, task -> new Thread(task, "awaiting").start());
        Optional<ProcessHandle> running = converters().left();

        process.stop();

        assertThat(result.get(Converters.LONG.toSeconds(), TimeUnit.SECONDS)).isNull();
        assertGone(running);
    }

    @Test
    void slownessEndsAlsoThoseWhoseParentHasEnded() throws Exception {
        assertFails(() -> converters()
                .startUpToPid("(trap '' TERM; sleep 300 & echo $! " + Converters.WRITE + "); exec sleep 301")
                .await(Converters.SHORT)).hasMessageContaining("took longer");

        assertGone(converters().left());
    }

    @Test
    void slownessEndsAlsoOneThatBeganASessionOfItsOwn() throws Exception {
        assertFails(() -> converters()
                .startUpToPid("(setsid sleep 300 & echo $! " + Converters.WRITE + "); exec sleep 301")
                .await(Converters.SHORT)).hasMessageContaining("took longer");

        assertGone(converters().left());
    }

    /**
     * The JDK looks every second whether a process has ended that it did not start itself. A stop that waited for that would never have
     * returned before; one that does not returns before, unless that look comes just then.
     */
    @Test
    void stoppingDoesNotWaitForTheJdkToNoticeTheEndOfChildren() throws Exception {
        CompletableFuture<ProcessHandle> noticed;
        do {
            ConverterProcess process = converters().startUpToPid("sleep 300 & echo $! " + Converters.WRITE + "; wait");
            noticed = converters().left().orElseThrow().onExit();
            process.stop();
        } while (noticed.isDone());
        assertThat(noticed.get(Converters.LONG.toSeconds(), TimeUnit.SECONDS).isAlive()).isFalse();
    }

    private Converters converters() {
        return new Converters(folder, shell());
    }

    /** What starts the converters of these tests. */
    GuardedShell shell() {
        return GuardedShell.ofThisSystem();
    }
}
