package org.dsa110.contimg.cli;

import java.io.IOException;
import java.io.UncheckedIOException;

import org.dsa110.contimg.files.FileFailure;
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
        command.getErr().println("contimg-db: " + FileFailure.sentence(io));
        command.getErr().flush();
        return command.getCommandSpec().exitCodeOnExecutionException();
    }
}
