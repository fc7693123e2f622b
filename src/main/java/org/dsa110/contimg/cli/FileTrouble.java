package org.dsa110.contimg.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Tells a user of the command line in one sentence what is wrong with a file. All other exceptions are faults of the program and keep
 * their traces.
 */
final class FileTrouble implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception trouble, CommandLine command, ParseResult parsed) throws Exception {
        Throwable reason = trouble instanceof UncheckedIOException ? trouble.getCause() : trouble;
        if (!(reason instanceof IOException io)) {
            throw trouble;
        }
        command.getErr().println("contimg-db: " + sentence(io));
        command.getErr().flush();
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    /** In words: most of the JDK's exceptions name the file in their message, and the reason in the name of their class only. */
    private static String sentence(IOException trouble) {
        if (!(trouble instanceof FileSystemException file) || file.getReason() != null || file.getFile() == null) {
            return trouble.getMessage() == null ? trouble.toString() : trouble.getMessage();
        } else if (file instanceof AccessDeniedException) {
            return file.getFile() + ": permission denied";
        } else if (file instanceof NoSuchFileException) {
            return file.getFile() + ": no such file or folder";
        } else if (file instanceof FileAlreadyExistsException) {
            return file.getFile() + ": is already there";
        } else if (file instanceof NotDirectoryException) {
            return file.getFile() + ": is not a folder";
        }
        return file.toString();
    }
}
