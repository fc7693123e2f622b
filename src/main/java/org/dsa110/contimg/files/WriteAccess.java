package org.dsa110.contimg.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * Says why the user that runs the program may not write to a file, or make files in a folder, before it is tried: what fails later names
 * what it was about to make there, and not whose the folder is. Stateless.
 */
public final class WriteAccess {
    /** How sentences end that are about a folder which may be another one. */
    public static final String ANOTHER_FOLDER = "name another folder";
    /** How a sentence ends that is about what another user has. */
    private static final String OF_ANOTHER = " may not read and write there: let that user (chown, chmod), or start the program as another one";
    /** What the JDK calls a user that the system has a number for only. */
    private static final String NAMELESS = "?";

    private WriteAccess() {
    }

    /**
     * Why files cannot be made in a folder, or in the folder that would have to be made for it first.
     *
     * @param folder need not be there
     * @return a sentence that names what is in the way and what to do; null where nothing is
     */
    public static String obstacleToFilesIn(Path folder) {
        Path wanted = folder.toAbsolutePath();
        Path there = wanted;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        if (!Files.isDirectory(there)) {
            return there + " is a file, not a folder" + (there.equals(wanted) ? "" : ", so there cannot be " + folder)
                    + ": " + ANOTHER_FOLDER;
        }
        String obstacle = obstacleToWriting(there);
        if (obstacle == null || there.equals(wanted)) {
            return obstacle;
        }
        // Whose the folder above is, is nobody's to change for it: those of / and /home least of all.
        return obstacle.endsWith(OF_ANOTHER)
                ? folder + " is not there, and " + user() + " may not make it in " + there
                        + ": make it for that user (mkdir, chown), or " + ANOTHER_FOLDER
                : folder + " is not there, and cannot be made: " + obstacle;
    }

    /**
     * Why what is there cannot be read and written; of a folder, why nothing can be found or made in it.
     *
     * @return as of {@link #obstacleToFilesIn}
     */
    public static String obstacleToWriting(Path there) {
        if (Files.isWritable(there) && Files.isReadable(there)
                && (!Files.isDirectory(there) || Files.isExecutable(there))) {
            return null;
        }
        if (isOnReadOnlySystem(there)) {
            return there + " is on a file system that is mounted read-only";
        }
        String owner = owner(there);
        if (owner.equals(System.getProperty("user.name"))) {
            return there + " may not be read and written by " + user()
                    + ", though it is that user's: see its permissions and attributes (ls -l, lsattr)";
        }
        if (isForEverybody(there)) {
            return there + " may not be read and written by " + user()
                    + ", though its permissions let everybody: a systemd unit lets a service write below its ReadWritePaths alone";
        }
        return there + " belongs to " + owner + ", and " + user()
                + OF_ANOTHER;
    }

    /** Who runs the program, as sentences have it. */
    public static String user() {
        String name = System.getProperty("user.name", NAMELESS);
        return name.isBlank() || name.equals(NAMELESS) ? "the user of this program" : "the user " + name;
    }

    private static boolean isOnReadOnlySystem(Path there) {
        try {
            return Files.getFileStore(there).isReadOnly();
        } catch (IOException unknown) {
            return false;
        }
    }

    private static boolean isForEverybody(Path there) {
        try {
            return Files.getPosixFilePermissions(there)
                    .containsAll(Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE));
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }

    private static String owner(Path there) {
        try {
            return Files.getOwner(there).getName();
        } catch (IOException | UnsupportedOperationException unknown) {
            return "another user";
        }
    }
}
