package org.dsa110.contimg.rest.internal.access;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.dsa110.contimg.ServiceProcess;
import org.dsa110.contimg.rest.internal.errors.WireClient;
import org.dsa110.contimg.rest.internal.errors.WireClient.Answer;
import org.dsa110.contimg.rest.internal.errors.WireClient.Request;

/** A service that lets in who has a token, with a token {@code the-ROLE} of each role, and a client of it. Not thread-safe. */
final class TokenService implements Closeable {
    static final String IMAGES = "/api/v1/products/images";
    static final String UNKNOWN = "contimg_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private final Path folder;
    private final Map<Role, String> tokens = new EnumMap<>(Role.class);
    private ServiceProcess service;
    private WireClient client;

    /** Makes the tokens; {@link #serve} starts the service. */
    TokenService(Path folder) throws IOException {
        this.folder = folder;
        for (Role role : Role.values()) {
            tokens.put(role, make("the-" + role, role));
        }
    }

    /** @param environment what is set besides */
    TokenService serve(Map<String, String> environment) throws IOException {
        Map<String, String> all = new HashMap<>(environment);
        all.put("CONTIMG_ACCESS_TOKENS", file().toString());
        service = ServiceProcess.serve(folder.resolve("state"), all);
        client = new WireClient(service.address().replace("0.0.0.0", "127.0.0.1"));
        return this;
    }

    /** The file of the tokens. */
    Path file() {
        return folder.resolve("tokens");
    }

    String token(Role role) {
        return tokens.get(role);
    }

    String make(String name, Role role) throws IOException {
        String token = AccessToken.generate();
        new TokenFile(file()).add(AccessToken.of(name, role, token));
        return token;
    }

    /** Other lines in the file, at once, as an editor does. */
    void replaceFile(List<String> lines) throws IOException {
        Path written = Files.write(folder.resolve("written"), lines);
        Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("rw-------"));
        Files.move(written, file(), StandardCopyOption.ATOMIC_MOVE);
    }

    String address() {
        return service.address();
    }

    /** What the service printed so far. */
    String output() {
        return service.output();
    }

    List<String> auditLines() {
        return output().lines().filter(line -> line.contains("[org.dsa110.contimg.audit")).toList();
    }

    /** The status of a list of images. */
    int status(String token) throws IOException {
        return get(IMAGES, token).status();
    }

    Answer get(String target, String token) throws IOException {
        return send("GET", target, token, null);
    }

    String text(String target, String token) throws IOException {
        return new String(get(target, token).body(), StandardCharsets.UTF_8);
    }

    /**
     * @param token null for none
     * @param body JSON; null for none
     */
    Answer send(String method, String target, String token, String body) throws IOException {
        return send(method, target, token, "application/json", body);
    }

    Answer send(String method, String target, String token, String type, String body) throws IOException {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        if (token != null) {
            headers.add(Map.entry("Authorization", "Bearer " + token));
        }
        if (body != null) {
            headers.add(Map.entry("Content-Type", type));
        }
        return client.send(new Request(method, target, headers,
                body == null ? null : body.getBytes(StandardCharsets.UTF_8)));
    }

    Answer getWithHeader(String target, String name, String value) throws IOException {
        return client.send(new Request("GET", target, List.of(Map.entry(name, value)), null));
    }

    @Override
    public void close() throws IOException {
        if (client != null) {
            client.close();
        }
        if (service != null) {
            service.close();
        }
    }
}
