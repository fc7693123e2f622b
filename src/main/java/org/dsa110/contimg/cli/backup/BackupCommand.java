package org.dsa110.contimg.cli.backup;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dsa110.contimg.backup.BackupConfig;
import org.dsa110.contimg.backup.BackupReport;
import org.dsa110.contimg.backup.Backups;
import org.dsa110.contimg.backup.SavedFile;
import org.dsa110.contimg.cli.schema.Answer;
import org.dsa110.contimg.cli.schema.DatabaseOptions;
import org.dsa110.contimg.cli.schema.ProgressBar;
import org.dsa110.contimg.cli.schema.WithoutService;
import org.dsa110.contimg.database.Database;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code backup}. Exit status: 0, 1 when no backup was made, 2 for bad options or no folder. */
@Command(name = "backup", mixinStandardHelpOptions = true,
        description = "Makes a backup of the databases, beside a running service and other programs, checks it, and removes those that were"
                + " kept for long enough.")
public final class BackupCommand implements Callable<Integer> {
    @Mixin
    private DatabaseOptions options;

    @Option(names = "--to", paramLabel = "FOLDER",
            description = "The folder in which the backup gets a folder of its own; it must be there. contimg.backup.folder if not given.")
    private Path to;

    @Option(names = "--keep", paramLabel = "TIME", converter = KeepConverter.class,
            description = "How long backups are kept, such as 7d or 36h; the newest of each database always is. contimg.backup.keep if not"
                    + " given.")
    private Duration keep;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Set<Database> databases = options.selected();
        return WithoutService.run(beans -> {
            BackupConfig config = beans.select(BackupConfig.class).get();
            if (to == null && config.folder().isEmpty()) {
                Answer.line(spec.commandLine().getErr(),
                        "contimg-db: say where the backup goes, by --to or by contimg.backup.folder");
                return spec.exitCodeOnInvalidInput();
            }
            try (ProgressBar progress = ProgressBar.onTerminal()) {
                return show(beans.select(Backups.class).get().make(to == null ? config.folder().get() : to, databases,
                        keep == null ? config.keep() : keep, progress));
            }
        });
    }

    private int show(BackupReport report) {
        PrintWriter out = spec.commandLine().getOut();
        if (options.isJson()) {
            Answer.json(out, json(report));
        } else {
            Answer.line(out, report.backup().folder() + ":");
            report.backup().manifest().files().forEach(file -> Answer.line(out, "  " + line(file)));
            report.backup().manifest().files().forEach(file -> file.findings()
                    .forEach(finding -> Answer.line(out, "  as it is in " + file.path() + ": " + finding)));
            report.removed().forEach(removed -> Answer.line(out, "removed " + removed));
        }
        report.remarks().forEach(remark -> Answer.line(spec.commandLine().getErr(), "contimg-db: " + remark));
        return 0;
    }

    private static String line(SavedFile file) {
        return "%s: %d rows in %d tables, %.1f MiB of %.1f".formatted(file.packed(), file.allRows(),
                file.rows().size(), file.compressed().bytes() / 1048576.0, file.plain().bytes() / 1048576.0);
    }

    private static ObjectNode json(BackupReport report) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("backup", report.backup().folder().toString());
        json.set("manifest", report.backup().manifest().json());
        report.removed().forEach(removed -> json.withArray("removed").add(removed.toString()));
        report.remarks().forEach(json.withArray("remarks")::add);
        return json;
    }
}
