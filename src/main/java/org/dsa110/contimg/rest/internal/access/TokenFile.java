package org.dsa110.contimg.rest.internal.access;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.dsa110.contimg.files.FileFailure;
import org.dsa110.contimg.files.RegularFile;
import org.dsa110.contimg.files.WriteAccess;

/** The file of the tokens' hashes: a line for each, blank lines, and comments that begin with {@code #}. */
public record TokenFile(Path path) {
    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rw-------");
    private static final FileAttribute<?>[] OWNERS_ALONE = FileSystems.getDefault().supportedFileAttributeViews()
            .contains("posix")
                    ? new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(OWNERS)}
                    : new FileAttribute<?>[0];
    private static final Set<StandardOpenOption> LOCK_FILE = Set.of(StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    private static final Set<PosixFilePermission> OTHERS_WRITE = Set.of(PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_WRITE);
    private static final int MOST_BYTES = 4 << 20;

    /**
     * All tokens; none where the last was revoked.
     *
     * @throws IllegalArgumentException saying what is wrong with the file, and in which line
     * @throws IOException when it cannot be read
     */
    public List<AccessToken> read() throws IOException {
        if (permissions().stream().anyMatch(OTHERS_WRITE::contains)) {
            throw new IllegalArgumentException(path + " can be written by others than its owner; chmod go-w " + path);
        }
        List<AccessToken> tokens = new ArrayList<>();
        List<String> lines = lines();
        for (int i = 0; i < lines.size(); i++) {
            if (isToken(lines.get(i))) {
                try {
                    tokens.add(AccessToken.parse(lines.get(i)));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(path + ", line " + (i + 1) + ": " + e.getMessage());
                }
            }
        }
        return tokens;
    }

    /**
     * Adds a token; makes the file, which its owner alone may read, where there is none.
     *
     * @throws IllegalArgumentException as {@link #read}, when a service would not take the file; nothing is added then
     */
    public void add(AccessToken token) throws IOException {
        alone(() -> {
            List<String> lines = new ArrayList<>();
            if (Files.exists(path)) {
                read();
                lines.addAll(lines());
            }
            lines.add(token.line());
            replace(lines);
            return lines.size();
        });
    }

    /** Takes all tokens of a name away; returns how many there were. {@link #read} says whether a service takes what is left. */
    public int remove(String name) throws IOException {
        // A file that is not there gets none beside it.
        lines();
        return alone(() -> {
            List<String> lines = lines();
            List<String> kept = lines.stream()
                    .filter(line -> !isToken(line) || !line.strip().split("\\s+")[0].equals(name)).toList();
            if (kept.size() < lines.size()) {
                replace(kept);
            }
            return lines.size() - kept.size();
        });
    }

    /** A change of the file, for which it must not change otherwise. */
    private interface Change {
        int make() throws IOException;
    }

    /**
     * Makes a change while no other program and thread makes one. The lock is on a file beside it that stays, as the file itself is another
     * one after each change.
     */
    private int alone(Change change) throws IOException {
        Path target = target();
        String obstacle = WriteAccess.obstacleToFilesIn(target.getParent());
        if (obstacle != null) {
            throw new IOException(target + " cannot be written: " + obstacle);
        } else if (!Files.isDirectory(target.getParent())) {
            throw new NoSuchFileException(target.getParent().toString());
        }
        Path lock = target.resolveSibling("." + target.getFileName() + ".lock");
        RegularFile.refuseOther(lock);
        synchronized (TokenFile.class) {
            try (FileChannel file = FileChannel.open(lock, LOCK_FILE, OWNERS_ALONE); FileLock held = file.lock()) {
                return held.isValid() ? change.make() : 0;
            }
        }
    }

    /** Where it lies, also through a link. */
    private Path target() throws IOException {
        return Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
    }

    private List<String> lines() throws IOException {
        try {
            return RegularFile.lines(path, MOST_BYTES);
        } catch (CharacterCodingException e) {
            throw new IOException(path + " is no text in UTF-8", e);
        }
    }

    private static boolean isToken(String line) {
        return !line.isBlank() && !line.strip().startsWith("#");
    }

    /** Writes a new file and moves it over the old one: a service that reads meanwhile finds the one or the other, never half of it. */
    private void replace(List<String> lines) throws IOException {
        Path target = target();
        Path written = null;
        try {
            written = Files.createTempFile(target.getParent(), "." + target.getFileName(), ".new");
            Files.write(written, lines);
            if (Files.exists(target)) {
                keepOwnerAndPermissions(target, written);
            }
            Files.move(written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            // Not by the name of the one that was to take its place.
            throw new FileSystemException(target.toString(), null, FileFailure.reason(e));
        } finally {
            if (written != null) {
                Files.deleteIfExists(written);
            }
        }
    }

    private static void keepOwnerAndPermissions(Path from, Path to) throws IOException {
        PosixFileAttributeView old = Files.getFileAttributeView(from, PosixFileAttributeView.class);
        PosixFileAttributeView made = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        if (old == null || made == null) {
            return;
        }
        PosixFileAttributes attributes = old.readAttributes();
        if (!attributes.owner().equals(made.getOwner())) {
            made.setOwner(attributes.owner());
        }
        if (!attributes.group().equals(made.readAttributes().group())) {
            made.setGroup(attributes.group());
        }
        made.setPermissions(attributes.permissions());
    }

    /** The POSIX permissions; those of a file for its owner alone where the file system has none. */
    private Set<PosixFilePermission> permissions() throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        return view == null ? OWNERS : view.readAttributes().permissions();
    }
}
