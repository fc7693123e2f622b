package org.dsa110.contimg.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import org.dsa110.contimg.rest.internal.access.AccessToken;
import org.dsa110.contimg.rest.internal.access.Role;
import org.dsa110.contimg.rest.internal.access.TokenFile;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * The command {@code token}. A token itself is printed once, alone on standard output, and kept nowhere; the service knows its hash. Runs
 * without Quarkus. Exit status: 0, 1 when a file cannot be used or a name has no token there, 2 for bad options.
 */
@Command(name = "token", mixinStandardHelpOptions = true, exitCodeOnExecutionException = 1,
        description = "Makes an access token, or takes those of a name away. A service reads the file again by itself.")
class TokenCommand implements Callable<Integer> {
    @ArgGroup(exclusive = true, multiplicity = "1")
    private What what;

    @Option(names = "--file", paramLabel = "FILE",
            description = "The service's file of hashes (contimg.access.tokens), created if missing. Without it the line for the"
                    + " file is printed on standard error.")
    private Path file;

    @Spec
    private CommandSpec spec;

    private static final class What {
        @ArgGroup(exclusive = false, multiplicity = "1")
        private Made made;

        @Option(names = "--revoke", paramLabel = "NAME", required = true,
                description = "Take all tokens of this name away; needs --file.")
        private String revoked;
    }

    private static final class Made {
        @Option(names = "--name", paramLabel = "NAME", required = true,
                description = "Whose it is: 1 to 64 letters, digits and . _ @ -; the audit log says it.")
        private String name;

        @Option(names = "--role", paramLabel = "ROLE", required = true, converter = RoleConverter.class,
                description = "What it allows: read, write (also change rows), operate (also what operators do).")
        private Role role;
    }

    private static final class RoleConverter implements ITypeConverter<Role> {
        @Override
        public Role convert(String text) {
            try {
                return Role.of(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    @Override
    public Integer call() throws IOException {
        return what.made == null ? revoke() : make();
    }

    private int make() throws IOException {
        String token = AccessToken.generate();
        AccessToken known;
        try {
            known = AccessToken.of(what.made.name, what.made.role, token);
        } catch (IllegalArgumentException e) {
            return refuse("--name: " + e.getMessage(), spec.exitCodeOnInvalidInput());
        }
        if (file == null) {
            spec.commandLine().getErr().println(known.line());
        } else {
            try {
                new TokenFile(file).add(known);
            } catch (IllegalArgumentException e) {
                return refuse("nothing was added, as no service would take the file: " + e.getMessage(),
                        spec.exitCodeOnExecutionException());
            }
        }
        PrintWriter output = spec.commandLine().getOut();
        output.println(token);
        output.flush();
        return 0;
    }

    private int revoke() throws IOException {
        if (file == null) {
            return refuse("--revoke needs --file", spec.exitCodeOnInvalidInput());
        }
        TokenFile tokens = new TokenFile(file);
        if (tokens.remove(what.revoked) == 0) {
            return refuse(file + " has no token of " + what.revoked, spec.exitCodeOnExecutionException());
        }
        try {
            tokens.read();
            return 0;
        } catch (IllegalArgumentException e) {
            return refuse("the tokens of " + what.revoked + " are out of the file, and still let in, as a service that"
                    + " runs goes by the file as it was until this is mended: " + e.getMessage(),
                    spec.exitCodeOnExecutionException());
        }
    }

    private int refuse(String why, int status) {
        spec.commandLine().getErr().println("contimg-db: " + why);
        return status;
    }
}
