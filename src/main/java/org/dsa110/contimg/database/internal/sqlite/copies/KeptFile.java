package org.dsa110.contimg.database.internal.sqlite.copies;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * A file that is to be kept under another name while another takes its place. It gets the other name as a second one, where the file
 * system has such, so that at no moment nothing lies at the first. Not thread-safe.
 */
final class KeptFile {
    private static final String MARK = ".before-restore-";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'")
            .withZone(ZoneOffset.UTC);

    private final Path file;
    private final Path kept;

    KeptFile(Path file) {
        this.file = file;
        this.kept = name(file);
    }

    Path path() {
        return kept;
    }

    /**
     * Gives a file the owner, the group and the permissions of this one, so that whoever used that can use it.
     *
     * @throws FileSystemException when they are others than those who run this, as root alone may do that
     */
    void takeOwner(Path other) throws IOException {
        PosixFileAttributeView to = Files.getFileAttributeView(other, PosixFileAttributeView.class);
        if (to == null) {
            return;
        }
        PosixFileAttributes from = Files.readAttributes(file, PosixFileAttributes.class);
        PosixFileAttributes now = to.readAttributes();
        try {
            if (!from.group().equals(now.group())) {
                to.setGroup(from.group());
            }
            if (!from.owner().equals(now.owner())) {
                to.setOwner(from.owner());
            }
        } catch (FileSystemException e) {
            throw new FileSystemException(file.toString(), null, "it belongs to " + from.owner() + ", group "
                    + from.group() + ": run this as that user, or as root");
        }
        to.setPermissions(from.permissions());
    }

    /** Takes away the second names that a run left which was ended before it put anything in place: they are this same file. */
    void forget() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        Object key = key(file);
        List<Path> left = new ArrayList<>();
        try (DirectoryStream<Path> names = Files.newDirectoryStream(file.toAbsolutePath().getParent(),
                name -> name.getFileName().toString().startsWith(file.getFileName() + MARK))) {
            for (Path name : names) {
                if (key != null && key.equals(key(name))) {
                    left.add(name);
                }
            }
        }
        for (Path name : left) {
            Files.delete(name);
        }
    }

    /** Keeps the file, or one of its parts, whose name begins as the file's. */
    void keep(Path part) throws IOException {
        Path name = Path.of(kept + part.toString().substring(file.toString().length()));
        try {
            Files.createLink(name, part);
        } catch (UnsupportedOperationException | FileSystemException noSecondNames) {
            Files.move(part, name, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Puts another file in its place. */
    void move(Path by) throws IOException {
        Files.move(by, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path name(Path file) {
        String time = TIME.format(Instant.now());
        Path name = Path.of(file + MARK + time);
        for (int other = 2; Files.exists(name); other++) {
            name = Path.of(file + MARK + time + "-" + other);
        }
        return name;
    }

    private static Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }
}
