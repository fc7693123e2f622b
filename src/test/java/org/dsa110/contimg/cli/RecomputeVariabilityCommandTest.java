package org.dsa110.contimg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import com.sun.management.ThreadMXBean;
import org.dsa110.contimg.NamedPipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(60)
class RecomputeVariabilityCommandTest {
    @TempDir
    Path folder;

    private final StringWriter err = new StringWriter();

    @Test
    void aFileWithoutLinesIsReadNoFurtherThanATokenIsLong() throws IOException {
        Path zeros = folder.resolve("zeros");
        try (RandomAccessFile file = new RandomAccessFile(zeros.toFile(), "rw")) {
            file.setLength(64 << 20);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (Path endless : new Path[]{zeros, Path.of("/dev/zero")}) {
            long before = threads.getCurrentThreadAllocatedBytes();
            assertThat(run("--token-file", endless.toString())).isEqualTo(1);
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(48L << 20);
            assertThat(err.toString()).isEqualToIgnoringNewLines(
                    "contimg-db: " + endless + ": the first line is no token\n");
            err.getBuffer().setLength(0);
        }
    }

    @Test
    void whatIsNoTokenIsRefusedInOneSentence() throws IOException {
        for (String content : new String[]{"", "\n", "two words\n", "a\u0000b\n"}) {
            Path file = Files.writeString(folder.resolve("token"), content);
            assertThat(run("--token-file", file.toString())).isEqualTo(1);
            assertThat(err.toString()).startsWith("contimg-db: " + file + ": the first line is no token")
                    .hasLineCount(1);
            err.getBuffer().setLength(0);
        }
        assertThat(run("--token-file", folder.toString())).isEqualTo(1);
        assertThat(err.toString()).startsWith("contimg-db: " + folder + ": ").hasLineCount(1);
        err.getBuffer().setLength(0);
        assertThat(run("--token-file", folder.resolve("absent").toString())).isEqualTo(1);
        assertThat(err.toString()).startsWith("contimg-db: " + folder.resolve("absent") + ": there is no such file");
    }

    /** Who names an authority does not want the token to go in clear. */
    @Test
    void anAuthorityIsForHttpsAlone() throws IOException {
        Path authorities = Files.writeString(folder.resolve("ca.pem"), "");
        assertThat(run("--ca", authorities.toString())).isEqualTo(2);
        assertThat(err.toString()).startsWith("contimg-db: --ca is for a service that is asked by https")
                .hasLineCount(1);
    }

    @Test
    void aPipeGivesItsFirstLineThoughItStaysOpen() throws Exception {
        Path pipe = NamedPipe.make(folder.resolve("pipe"));
        CountDownLatch read = new CountDownLatch(1);
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            try (var out = Files.newOutputStream(pipe)) {
                out.write("token\n".getBytes());
                out.flush();
                read.await();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(run("--token-file", pipe.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("no service answers at");
        read.countDown();
        writer.join();
    }

    /** At a port where nobody listens. */
    private int run(String option, String value) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        CommandLine commands = ContimgDb.commandLine();
        commands.setErr(new PrintWriter(err, true));
        return commands.execute("recompute-variability", "--service", "http://127.0.0.1:" + port, option, value);
    }
}
