package org.dsa110.contimg.rest.internal.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

import org.dsa110.contimg.NamedPipe;
import org.dsa110.contimg.ServiceProcess;
import org.dsa110.contimg.rest.Waiting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TokenRollIT {
    @TempDir
    Path folder;

    @Test
    void tokensComeAndGoWhileTheServiceRuns() throws Exception {
        try (TokenService service = new TokenService(folder).serve(Map.of())) {
            String reader = service.token(Role.READ);
            String file = service.file().toString();
            String fresh = run("token", "--name", "fresh", "--role", "read", "--file", file);
            Waiting.until("the new token is let in", () -> service.status(fresh) == 200);
            run("token", "--revoke", "fresh", "--file", file);
            Waiting.until("the revoked token is refused", () -> service.status(fresh) == 401);
            assertThat(service.status(reader)).isEqualTo(200);

            List<String> lines = Files.readAllLines(service.file());
            service.replaceFile(List.of("nonsense"));
            Waiting.until("the log says what is wrong", () -> {
                assertThat(service.status(reader)).as("those before stay").isEqualTo(200);
                return service.output().contains(file + ", line 1");
            });
            assertThat(service.text("/q/metrics", reader)).contains("contimg_access_token_file_wrong 1.0");
            service.replaceFile(lines);
            Waiting.until("it is right again",
                    () -> service.text("/q/metrics", reader).contains("contimg_access_token_file_wrong 0.0"));

            Files.setPosixFilePermissions(service.file(), PosixFilePermissions.fromString("rw-rw-rw-"));
            Waiting.until("the log says who may write it", () -> {
                assertThat(service.status(reader)).isEqualTo(200);
                return service.output().contains("can be written by others");
            });
            Files.setPosixFilePermissions(service.file(), PosixFilePermissions.fromString("rw-------"));
            for (Role role : Role.values()) {
                new TokenFile(service.file()).remove("the-" + role);
            }
            Waiting.until("the last token is revoked too", () -> service.status(reader) == 401);
            service.replaceFile(lines);
            Waiting.until("it is there again", () -> service.status(reader) == 200);

            Files.delete(service.file());
            Waiting.until("nobody is let in", () -> service.status(reader) == 401);
            service.replaceFile(lines);
            Waiting.until("they are let in again", () -> service.status(reader) == 200);
        }
    }

    @Test
    @Timeout(120)
    void aPipeInPlaceOfTheFileLetsNobodyInAndHoldsNobody() throws Exception {
        try (TokenService service = new TokenService(folder).serve(Map.of())) {
            String reader = service.token(Role.READ);
            assertThat(service.status(reader)).isEqualTo(200);
            Path kept = Files.move(service.file(), folder.resolve("kept"));
            NamedPipe.make(service.file());
            Files.setPosixFilePermissions(service.file(), PosixFilePermissions.fromString("rw-------"));
            Waiting.until("nobody is let in", () -> service.status(reader) == 401);
            assertThat(service.output()).contains("it is a pipe, a socket or a device, not a file");
            Files.move(kept, service.file(), StandardCopyOption.ATOMIC_MOVE);
            Waiting.until("they are let in again", () -> service.status(reader) == 200);
        }
    }

    private String run(String... arguments) throws Exception {
        try (ServiceProcess command = ServiceProcess.start(folder, Map.of(), arguments)) {
            assertThat(command.awaitExit()).as(command.output()).isZero();
            return command.output();
        }
    }
}
