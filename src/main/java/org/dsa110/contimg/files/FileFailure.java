package org.dsa110.contimg.files;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/**
 * Says in words why something could not be done with a file. Most of the JDK's exceptions have the path for a message, and the reason in the
 * name of their class only.
 */
public final class FileFailure {
    private FileFailure() {
    }

    /** The reason, where the path is told by whoever asks. */
    public static String reason(IOException failure) {
        if (failure instanceof FileSystemException file) {
            return file.getReason() == null ? ofClass(file) : file.getReason();
        } else if (failure instanceof ClosedByInterruptException) {
            return "it was interrupted";
        }
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    /** The path, where the exception has one, and the reason. */
    public static String sentence(IOException failure) {
        return failure instanceof FileSystemException file && file.getFile() != null
                ? file.getFile() + ": " + reason(failure)
                : reason(failure);
    }

    private static String ofClass(FileSystemException failure) {
        if (failure instanceof NoSuchFileException) {
            return "there is no such file or folder";
        } else if (failure instanceof AccessDeniedException) {
            return "permission denied";
        } else if (failure instanceof FileAlreadyExistsException) {
            return "something of that name is there already";
        } else if (failure instanceof NotDirectoryException) {
            return "it is no folder";
        } else if (failure instanceof DirectoryNotEmptyException) {
            return "the folder is not empty";
        } else if (failure instanceof FileSystemLoopException) {
            return "its links do not come to an end";
        }
        return failure.getClass().getSimpleName();
    }
}
