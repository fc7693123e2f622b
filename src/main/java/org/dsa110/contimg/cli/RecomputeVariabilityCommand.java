package org.dsa110.contimg.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsa110.contimg.files.FileFailure;
import org.dsa110.contimg.files.RegularFile;
import org.dsa110.contimg.internal.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command {@code recompute-variability}. Has the running service do it, as that alone writes to the files. Runs without Quarkus.
 * Exit status: 0, 1 when the service does not answer or could not do it, 2 for bad options.
 */
@Command(name = "recompute-variability", mixinStandardHelpOptions = true,
        description = "Has the running service compute the variability of all sources anew, from all photometry.",
        exitCodeOnExecutionException = 1)
class RecomputeVariabilityCommand implements Callable<Integer> {
    /** What may stand in a header; the tokens of the service are shorter by far. */
    private static final int LONGEST_TOKEN = 4096;
    private static final int LONGEST_AUTHORITIES = 4 << 20;
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1," + (LONGEST_TOKEN - 1) + "}");

    @Option(names = "--service", paramLabel = "URL", defaultValue = "http://localhost:8080",
            description = "Where the service is; ${DEFAULT-VALUE} if not given.")
    URI service;

    @Option(names = "--token-file", paramLabel = "FILE",
            description = "A file whose first line is an access token of the role operate; $CONTIMG_TOKEN if not given.")
    private Path tokenFile;

    @Option(names = "--ca", paramLabel = "FILE",
            description = "A file with the certificates (PEM) of those who sign the service's; those of the system if not given.")
    private Path authorities;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        HttpRequest.Builder request;
        try {
            request = HttpRequest
                    .newBuilder(URI.create(service.toString().replaceFirst("/+$", "")
                            + "/api/v1/products/variability_stats:recompute"))
                    .POST(BodyPublishers.noBody());
        } catch (IllegalArgumentException e) {
            spec.commandLine().getErr().println("contimg-db: --service must be a URL such as http://localhost:8080");
            return spec.exitCodeOnInvalidInput();
        }
        if (authorities != null && !"https".equalsIgnoreCase(service.getScheme())) {
            spec.commandLine().getErr()
                    .println("contimg-db: --ca is for a service that is asked by https, and --service is " + service);
            return spec.exitCodeOnInvalidInput();
        }
        String token = token();
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> answer;
        try {
            answer = client().send(request.build(), BodyHandlers.ofString());
        } catch (ConnectException e) {
            throw new IOException("no service answers at " + service + "; --service has another address", e);
        } catch (SSLHandshakeException e) {
            throw new IOException(
                    service + " does not answer by TLS as it must; --ca FILE names those who sign its certificate: "
                            + e.getMessage(),
                    e);
        }
        if (answer.statusCode() == HttpURLConnection.HTTP_UNAUTHORIZED
                || answer.statusCode() == HttpURLConnection.HTTP_FORBIDDEN) {
            throw new IOException(service + " wants a token of the role operate, by --token-file or $CONTIMG_TOKEN: "
                    + answer.body());
        }
        if (answer.statusCode() != HttpURLConnection.HTTP_OK) {
            throw new IOException(service + " answered " + answer.statusCode() + ": " + answer.body());
        }
        JsonNode body = Json.mapper().readTree(answer.body());
        spec.commandLine().getOut().println(body.path("sources").asLong() + " sources");
        return 0;
    }

    private HttpClient client() throws IOException {
        HttpClient.Builder client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
        if (authorities != null) {
            client.sslContext(trusting(authorities));
        }
        return client.build();
    }

    /** Trusts the certificates of a file, and nobody else. */
    private static SSLContext trusting(Path file) throws IOException {
        try (InputStream text = new ByteArrayInputStream(
                String.join("\n", RegularFile.lines(file, LONGEST_AUTHORITIES)).getBytes(StandardCharsets.UTF_8))) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(text)) {
                trusted.setCertificateEntry("ca-" + trusted.size(), each);
            }
            if (trusted.size() == 0) {
                throw new IOException(file + ": there is no certificate in it");
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(file + ": it is no file of certificates in PEM: " + e.getMessage(), e);
        }
    }

    /** Never an argument, which everybody on the host can read. */
    private String token() throws IOException {
        if (tokenFile == null) {
            String variable = System.getenv("CONTIMG_TOKEN");
            if (variable != null && !TOKEN.matcher(variable.strip()).matches()) {
                throw new IOException("$CONTIMG_TOKEN is no token");
            }
            return variable == null ? null : variable.strip();
        }
        String token = firstLine(tokenFile).strip();
        if (!TOKEN.matcher(token).matches()) {
            throw new IOException(tokenFile + ": the first line is no token");
        }
        return token;
    }

    /** No more is read than that line, as a pipe may stay open behind it, and of what has no lines no more than a token may have. */
    private static String firstLine(Path file) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (InputStream in = Files.newInputStream(file)) {
            for (int next = in.read(); next >= 0 && next != '\n' && line.size() < LONGEST_TOKEN; next = in.read()) {
                line.write(next);
            }
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(file + ": " + FileFailure.reason(e), e);
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
