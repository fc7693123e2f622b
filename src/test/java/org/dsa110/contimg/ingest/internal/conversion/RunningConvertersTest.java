package org.dsa110.contimg.ingest.internal.conversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.dsa110.contimg.LoggedLines;
import org.dsa110.contimg.ingest.Configs;
import org.dsa110.contimg.ingest.IngestConfig;
import org.dsa110.contimg.ingest.internal.claims.ClaimedGroup;
import org.dsa110.contimg.ingest.internal.process.GuardedShell;
import org.dsa110.contimg.ingest.internal.process.ProcessIdentity;
import org.dsa110.contimg.ingest.internal.process.ProcessIdentity.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RunningConvertersTest {
    private static final ClaimedGroup GROUP = Claimed.group("2026-02-11T15:58:07", List.of());

    private final Stopping stopping = new Stopping();
    private RunningConverters converters = new RunningConverters(Configs.with(Map.of()), stopping);

    @TempDir
    Path folder;

    /**
     * As Ctrl-C and systemd do: the converter has ended by the signal before the service knows that it stops. The script tells the
     * signal by its status, as a shell does, because where tests run in the background signals may be ignored.
     */
    @ParameterizedTest
    @ValueSource(ints = {129, 130, 143})
    void aSignalThatComesJustBeforeTheStopDoesNotFailTheGroup(int status) throws Exception {
        // Longer than a JVM may take to notice that the process has ended.
        converters = new RunningConverters(Duration.ofMinutes(1), Duration.ofSeconds(30), stopping,
                GuardedShell.ofThisSystem());
        Path pid = folder.resolve("pid");
        CompletableFuture<ConverterResult> result = run(
                "echo $$ > '" + folder + "/new'; mv '" + folder + "/new' '" + pid
                        + "'; exit " + status);
        while (!Files.exists(pid)) {
            Thread.onSpinWait();
        }
        long converter = Long.parseLong(Files.readString(pid).strip());
        while (ProcessHandle.of(converter).map(ProcessHandle::isAlive).orElse(false)) {
            Thread.onSpinWait();
        }

        converters.stop();

        assertThat(result.get(10, TimeUnit.SECONDS)).isNull();
    }

    @Test
    void aSignalWithoutAStopFails() {
        assertThatThrownBy(() -> run("kill -TERM $$").join())
                .hasRootCauseMessage("the converter was ended by signal 15");
    }

    @Test
    void anErrorAtTheStopIsNotTakenForASignal() {
        CompletableFuture<ConverterResult> result = run("exit 3");
        assertThatThrownBy(result::join).hasRootCauseMessage("the converter ended with exit status 3");
    }

    @Test
    void noneBeginsOnceTheServiceStops() {
        converters.stop();

        assertThat(run("touch '" + folder + "/ran'; echo /ms/a.ms").join()).isNull();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void isKnownBeforeItRuns() throws Exception {
        AtomicReference<ProcessIdentity> known = new AtomicReference<>();
        ConverterResult result = converters.run("touch '" + folder + "/ran'; echo /ms/$CONTIMG_ATTEMPT.ms", GROUP, 3,
                identity -> {
                    known.set(identity);
                    assertThat(identity.state()).isEqualTo(State.RUNNING);
                    assertThat(folder).isEmptyDirectory();
                });

        assertThat(result.msPath()).isEqualTo("/ms/3.ms");
        assertThat(known.get().state()).isEqualTo(State.GONE);
    }

    @Test
    void oneThatCannotBeMadeKnownDoesNotRun() {
        AtomicReference<ProcessIdentity> known = new AtomicReference<>();
        assertThatThrownBy(() -> converters.run("touch '" + folder + "/ran'", GROUP, 1, identity -> {
            known.set(identity);
            throw new IllegalStateException("not stored");
        })).hasMessage("not stored");

        assertThat(known.get().state()).isEqualTo(State.GONE);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void oneThatIsStoppedBeforeItRunsNeverDoes() throws Exception {
        assertThat(converters.run("touch '" + folder + "/ran'", GROUP, 1, identity -> converters.stop())).isNull();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aServiceWhoseConvertersMayOutliveItSaysSo() {
        IngestConfig ingest = Configs.with(Map.of("contimg.ingest.scheduled", "true",
                "contimg.ingest.converter.command", "echo /ms/a.ms"));
        try (LoggedLines log = new LoggedLines(RunningConverters.class)) {
            converters.warn(null, ingest);
            assertThat(log.messages()).isEmpty();

            RunningConverters unguarded = new RunningConverters(Duration.ofMinutes(1), Duration.ofSeconds(1), stopping,
                    GuardedShell.withoutSessions());
            unguarded.warn(null, Configs.with(Map.of("contimg.ingest.scheduled", "true")));
            assertThat(log.messages()).isEmpty();
            unguarded.warn(null, ingest);
            assertThat(log.messages()).hasSize(1).allMatch(line -> line.contains("setsid"));
        }
    }

    private CompletableFuture<ConverterResult> run(String script) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return converters.run(script, GROUP);
            } catch (ConversionFailedException | InterruptedException e) {
                throw new CompletionException(e);
            }
        });
    }
}
