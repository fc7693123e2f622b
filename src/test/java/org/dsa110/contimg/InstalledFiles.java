package org.dsa110.contimg;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** What {@code deploy/install} does with a folder in place of the host's root, and the program that it installs. */
final class InstalledFiles {
    private static final Path TARGET = Path.of("target").toAbsolutePath();

    private final Path root;

    InstalledFiles(Path root) {
        this.root = root;
    }

    /** What a program printed. */
    record Ended(int status, String output) {
    }

    /** The native program, or null where none was built. */
    static Path nativeProgram() throws IOException {
        try (Stream<Path> files = Files.list(TARGET)) {
            return files.filter(file -> file.getFileName().toString().matches("contimg-db-.*-runner")).findFirst()
                    .orElse(null);
        }
    }

    /**
     * What is installed: the native program, or else a script of its name that runs the packaged one, of which a copy is put into a
     * folder.
     *
     * @param seen where the script finds that folder
     */
    static Path program(Path folder, Path seen) throws IOException {
        Path program = nativeProgram();
        if (program != null) {
            return program;
        }
        Path app = TARGET.resolve("quarkus-app");
        try (Stream<Path> files = Files.walk(app)) {
            for (Path file : files.toList()) {
                Path copy = folder.resolve(app.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        return script(folder.resolve("contimg-db-runner"),
                "exec '" + java() + "' -jar " + seen + "/quarkus-run.jar \"$@\"");
    }

    static Path java() throws IOException {
        return Path.of(System.getProperty("java.home"), "bin", "java").toRealPath();
    }

    /** A shell script that can be run. */
    static Path script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("cannot be made a program: " + file);
        }
        return file;
    }

    /** Installs below the root from a {@code deploy} folder. */
    Ended install(Path deploy, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(deploy.resolve("install").toString(), "--root", root.toString()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    static Ended run(List<String> command) throws IOException, InterruptedException {
        return run(new ProcessBuilder(command));
    }

    static Ended run(ProcessBuilder command) throws IOException, InterruptedException {
        Process process = command.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    /** Every file and folder with its permissions, the time it was changed, and a hash of what is in it. */
    List<String> listing() throws IOException {
        if (!Files.exists(root)) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted().toList()) {
                lines.add(root.relativize(file) + " " + Files.getPosixFilePermissions(file) + " "
                        + Files.getLastModifiedTime(file) + " " + (Files.isRegularFile(file) ? hash(file) : ""));
            }
        }
        return lines;
    }

    /** The regular files, as the host would call them. */
    List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).map(file -> "/" + root.relativize(file)).sorted().toList();
        }
    }

    /** A file as it is called on the host. */
    Path file(String path) {
        return root.resolve(path.substring(1));
    }

    private static String hash(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
