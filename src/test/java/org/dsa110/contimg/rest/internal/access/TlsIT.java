package org.dsa110.contimg.rest.internal.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.dsa110.contimg.ServiceProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/access.md says of TLS, to the letter. */
class TlsIT {
    @TempDir
    Path folder;

    @Test
    void theServiceAnswersHttpsAndNoPlainHttp() throws Exception {
        assumeTrue(shell("command -v openssl && command -v curl") == 0, "there is no openssl or no curl");
        List<String> lines = Files.readAllLines(Path.of("docs/access.md")).stream().map(String::strip).toList();
        String certificate = lines.stream().filter(line -> line.startsWith("openssl req ")).findFirst().orElseThrow();
        assertThat(shell(certificate)).isZero();
        Map<String, String> environment = new HashMap<>(Map.of("QUARKUS_HTTP_SSL_PORT", "0"));
        lines.subList(lines.indexOf(certificate), lines.size()).stream().filter(line -> line.startsWith("QUARKUS_"))
                .forEach(line -> environment.put(line.split("=")[0], line.split("=")[1]
                        .replaceFirst("(.*[.]pem)", folder + "/$1")));
        assertThat(environment).hasSize(4);
        try (ServiceProcess service = ServiceProcess.serve(folder.resolve("state"), environment)) {
            assertThat(service.address()).startsWith("https://127.0.0.1:");
            String images = service.address() + "/api/v1/products/images";
            assertThat(shell("curl -sf --cacert cert.pem " + images)).isZero();
            assertThat(shell("curl -sf " + images)).as("a certificate that nobody knows").isNotZero();
            assertThat(shell("curl -s " + images.replace("https:", "http:"))).as("plain HTTP").isNotZero();
            assertThat(command(service.address(), "--ca", folder.resolve("cert.pem").toString())).contains("0 sources");
            assertThat(command(service.address())).contains("does not answer by TLS as it must; --ca FILE");
            assertThat(command(service.address(), "--ca", folder.resolve("key.pem").toString())).contains("key.pem: ");
            assertThat(service.output().lines().filter(line -> line.contains("http://"))).isEmpty();
        }
    }

    /** What recompute-variability prints, by an address that the certificate has too. */
    private String command(String address, String... options) throws Exception {
        String[] arguments = Stream.concat(
                Stream.of("recompute-variability", "--service", address.replace("127.0.0.1", "localhost")),
                Stream.of(options)).toArray(String[]::new);
        try (ServiceProcess command = ServiceProcess.start(folder, Map.of(), arguments)) {
            assertThat(command.awaitExit()).as(command.output()).isBetween(0, 1);
            assertThat(command.output()).as("one line").doesNotContain("\n");
            return command.output();
        }
    }

    private int shell(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("/bin/sh", "-c", command).directory(folder.toFile())
                .redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        System.out.println("TlsIT: " + command + "\n" + output);
        return process.waitFor();
    }
}
