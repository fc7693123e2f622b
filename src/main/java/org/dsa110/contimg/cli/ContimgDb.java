package org.dsa110.contimg.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;

import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.dsa110.contimg.cli.backup.BackupCommand;
import org.dsa110.contimg.cli.backup.RestoreCommand;
import org.dsa110.contimg.cli.schema.CheckCommand;
import org.dsa110.contimg.cli.schema.CurrentCommand;
import org.dsa110.contimg.cli.schema.HistoryCommand;
import org.dsa110.contimg.cli.schema.RevisionCommand;
import org.dsa110.contimg.cli.schema.StampCommand;
import org.dsa110.contimg.cli.schema.UpgradeCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The program. It reads its arguments before Quarkus starts, so that help and a wrong argument need none of it. No other command than
 * {@code serve} opens a port. Without a command it serves.
 */
@QuarkusMain
// Of its own commands alone does the framework tell the native file.
@RegisterForReflection(targets = HelpCommand.class)
@Command(name = "contimg-db", mixinStandardHelpOptions = true, versionProvider = ContimgDb.Version.class,
        description = "The databases of the DSA-110 continuum imaging pipeline.",
        subcommands = {ServeCommand.class, CurrentCommand.class, HistoryCommand.class, UpgradeCommand.class,
                StampCommand.class,
                CheckCommand.class, RevisionCommand.class, BackupCommand.class, RestoreCommand.class,
                SimulateCommand.class,
                RecomputeVariabilityCommand.class, TokenCommand.class, CompletionCommand.class})
public class ContimgDb implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    /** @param arguments as typed; the exit status is 0 for success, 1 for a failure, 2 for wrong arguments */
    public static void main(String... arguments) {
        int status = commandLine().execute(arguments);
        if (status != 0) {
            System.exit(status);
        }
    }

    /** The program's commands, with what they do about trouble. */
    static CommandLine commandLine() {
        CommandLine help = new CommandLine(new HelpCommand());
        help.getCommandSpec().usageMessage().header(new String[0])
                .description("Says what the program, or one of its commands, does.");
        // Before the handler, which goes to all commands that are there.
        return new CommandLine(new ContimgDb()).addSubcommand("help", help)
                .setExecutionStrategy(new CheckedSettings())
                .setExecutionExceptionHandler(new FileTrouble());
    }

    @Override
    public Integer call() {
        return spec.subcommands().get("serve").execute();
    }

    /** The version that the project was built as. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() throws IOException {
            try (InputStream text = ContimgDb.class.getResourceAsStream("/version.txt")) {
                return new String[]{new String(text.readAllBytes(), StandardCharsets.UTF_8).strip()};
            }
        }
    }
}
