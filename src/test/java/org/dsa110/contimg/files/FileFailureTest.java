package org.dsa110.contimg.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import org.dsa110.contimg.NamedPipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FileFailureTest {
    @TempDir
    Path folder;

    @Test
    void theReasonIsSaidInWordsAndNotByThePathAlone() throws IOException {
        Path absent = folder.resolve("absent");
        Path file = Files.createFile(folder.resolve("file"));
        says(() -> RegularFile.open(absent), "there is no such file or folder");
        says(() -> Folder.open(absent), "there is no such file or folder");
        says(() -> Files.newDirectoryStream(file), "it is no folder");
        says(() -> Files.createDirectories(file), "something of that name is there already");
        says(() -> {
            Files.delete(folder);
            return null;
        }, "the folder is not empty");
        says(() -> {
            throw new AccessDeniedException("x");
        }, "permission denied");
        says(() -> {
            throw new FileSystemLoopException("x");
        }, "its links do not come to an end");
        says(() -> {
            throw new ClosedByInterruptException();
        }, "it was interrupted");
        says(() -> {
            throw new IOException("Input/output error");
        }, "Input/output error");
        Path circle = Files.createSymbolicLink(folder.resolve("circle"), folder.resolve("circle"));
        assertThat(FileFailure.sentence(failure(() -> RegularFile.open(circle)))).startsWith(circle + ": ")
                .contains("symbolic link");
    }

    @Test
    @Timeout(60)
    void whatIsNoFolderIsNotOpenedAsOne() throws IOException {
        Path pipe = NamedPipe.make(folder.resolve("pipe"));
        says(() -> Folder.open(pipe), "it is a pipe, a socket or a device, not a folder");
        says(() -> Folder.open(Path.of("/dev/zero")), "it is a pipe, a socket or a device, not a folder");
        says(() -> Folder.open(Files.createFile(folder.resolve("file"))), "it is a file, not a folder");
        try (DirectoryStream<Path> paths = Folder.open(Files.createSymbolicLink(folder.resolve("link"), folder))) {
            assertThat(paths)
                    .extracting(path -> path.getFileName().toString()).contains("pipe", "file");
        }
    }

    private static void says(Callable<?> call, String reason) {
        assertThat(FileFailure.reason(failure(call))).isEqualTo(reason);
    }

    private static IOException failure(Callable<?> call) {
        return catchThrowableOfType(IOException.class, call::call);
    }
}
