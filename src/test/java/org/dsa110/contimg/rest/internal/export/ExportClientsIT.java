package org.dsa110.contimg.rest.internal.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.dsa110.contimg.ServiceProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs that people fetch exports with end in success for a whole one, and in an error for one that breaks off on the way. */
class ExportClientsIT {
    @TempDir
    static Path folder;
    private static ServiceProcess plain;
    private static ServiceProcess tls;

    @BeforeAll
    static void serve() throws Exception {
        plain = ServiceProcess.serve(folder.resolve("plain"), Map.of());
        LargeTable.in(folder.resolve("plain")).damaged();
        if (run("command -v openssl", "") == 0) {
            assertThat(run(
                    "openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=localhost -keyout key.pem -out cert.pem",
                    "")).isZero();
            Map<String, String> settings = new HashMap<>(
                    Map.of("QUARKUS_HTTP_SSL_PORT", "0", "QUARKUS_HTTP_HTTP2", "true",
                            "QUARKUS_HTTP_INSECURE_REQUESTS", "disabled"));
            settings.put("QUARKUS_TLS_KEY_STORE_PEM__0__CERT", folder.resolve("cert.pem").toString());
            settings.put("QUARKUS_TLS_KEY_STORE_PEM__0__KEY", folder.resolve("key.pem").toString());
            tls = ServiceProcess.serve(folder.resolve("tls"), settings);
            LargeTable.in(folder.resolve("tls")).damaged();
        }
    }

    @AfterAll
    static void end() {
        plain.close();
        if (tls != null) {
            tls.close();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`',
            textBlock = """
                command -v curl | plain | csv | curl -sSf -o /dev/null "$URL"
                command -v curl | plain | csv | curl -sSf --compressed -o /dev/null "$URL"
                command -v curl | plain | csv | curl -sSf --http1.0 -o /dev/null "$URL"
                command -v curl | plain | csv | curl -sSf --http1.0 -H 'Connection: keep-alive' -o /dev/null "$URL"
                command -v wget | plain | csv | wget -q -t 1 -O /dev/null "$URL"
                /usr/bin/python3 -V | plain | csv | /usr/bin/python3 -c 'import sys, urllib.request as u; [0 for line in u.urlopen(sys.argv[1])]' "$URL"
                /usr/bin/python3 -V | plain | csv | /usr/bin/python3 -c 'import sys, urllib.request as u; u.urlopen(sys.argv[1]).readlines()' "$URL"
                /usr/bin/python3 -V | plain | csv | /usr/bin/python3 -c 'import sys, urllib.request as u; u.urlopen(sys.argv[1]).read()' "$URL"
                /usr/bin/python3 -c 'import requests' | plain | csv | /usr/bin/python3 -c 'import sys, requests as r; r.get(sys.argv[1])' "$URL"
                /usr/bin/python3 -c 'import requests' | plain | csv | /usr/bin/python3 -c 'import sys, requests as r; list(r.get(sys.argv[1], stream=True).iter_lines())' "$URL"
                /usr/bin/python3 -c 'import pandas' | plain | csv | /usr/bin/python3 -c 'import sys, pandas; pandas.read_csv(sys.argv[1])' "$URL"
                /usr/bin/python3 -c 'import pandas' | plain | ndjson | /usr/bin/python3 -c 'import sys, pandas; pandas.read_json(sys.argv[1], lines=True)' "$URL"
                node -e 'fetch' | plain | csv | node -e 'fetch(process.argv[1]).then(a => a.text()).catch(e => process.exit(1))' "$URL"
                command -v stilts | plain | votable | stilts tpipe in="$URL" ifmt=votable omode=count
                command -v curl && command -v openssl | tls | csv | curl -sSfk --http1.1 -o /dev/null "$URL"
                command -v curl && command -v openssl | tls | csv | curl -sSfk --no-alpn --http1.0 -o /dev/null "$URL"
                command -v wget && command -v openssl | tls | csv | wget -q -t 1 --no-check-certificate -O /dev/null "$URL"
                /usr/bin/python3 -V && command -v openssl | tls | csv | /usr/bin/python3 -c 'import ssl, sys, urllib.request as u; [0 for line in u.urlopen(sys.argv[1], context=ssl._create_unverified_context())]' "$URL"
                /usr/bin/python3 -V && command -v openssl | tls | csv | /usr/bin/python3 -c 'import ssl, sys, urllib.request as u; u.urlopen(sys.argv[1], context=ssl._create_unverified_context()).readlines()' "$URL"
                /usr/bin/python3 -V && command -v openssl | tls | csv | /usr/bin/python3 -c 'import ssl, sys, urllib.request as u; u.urlopen(sys.argv[1], context=ssl._create_unverified_context()).read()' "$URL"
                /usr/bin/python3 -c 'import requests' && command -v openssl | tls | csv | /usr/bin/python3 -W ignore -c 'import sys, requests as r; list(r.get(sys.argv[1], stream=True, verify=False).iter_lines())' "$URL"
                command -v openssl && curl --http2 -V | tls | csv | curl -sSfk --http2 -o /dev/null "$URL"
                """)
    void aClientTellsAnExportThatBreaksOffFromAWholeOne(String installed, String service, String form, String command)
            throws Exception {
        assumeTrue(run(installed, "") == 0, () -> "not here: " + installed);
        String export = (service.equals("tls") ? tls : plain).address() + "/api/v1/products/images?as=" + form;
        assertThat(run(command, export + "&id__lt=" + LargeTable.READABLE)).as("the status for a whole export")
                .isZero();
        assertThat(run(command, export)).as("the status for one that breaks off").isPositive();
    }

    private static int run(String command, String url) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command).directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().put("URL", url);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!url.isEmpty()) {
            System.out.println("ExportClientsIT: " + command + "\n" + output);
        }
        return process.waitFor();
    }
}
