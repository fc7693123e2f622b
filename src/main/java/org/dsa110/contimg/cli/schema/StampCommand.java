package org.dsa110.contimg.cli.schema;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.migration.SchemaStatus;
import org.dsa110.contimg.migration.UnknownVersionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code stamp}. Exit status: 0, 1 when a file cannot be used, 2 for bad options or a version that is not known. */
@Command(name = "stamp", mixinStandardHelpOptions = true,
        description = "Notes in the history that a version was reached, and runs nothing. For files that were brought there by hand;"
                + " upgrade takes over those of other programs by itself.")
public final class StampCommand implements Callable<Integer> {
    @Mixin
    private DatabaseOptions options;

    @Parameters(paramLabel = "VERSION", description = "Such as 4, or head for the newest.")
    private String version;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Set<Database> databases = options.selected();
        return WithoutService.onSchemas(schemas -> {
            List<SchemaStatus> statuses;
            try {
                statuses = schemas.stamp(databases, version);
            } catch (UnknownVersionException e) {
                return UpgradeCommand.refuse(spec, e);
            }
            if (options.isJson()) {
                Answer.json(spec.commandLine().getOut(), CurrentCommand.json(statuses));
            } else {
                Answer.table(spec.commandLine().getOut(), CurrentCommand.table(statuses));
            }
            return 0;
        });
    }
}
