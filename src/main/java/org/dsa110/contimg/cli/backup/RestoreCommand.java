package org.dsa110.contimg.cli.backup;

import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dsa110.contimg.backup.RestoreReport;
import org.dsa110.contimg.backup.Restores;
import org.dsa110.contimg.cli.schema.Answer;
import org.dsa110.contimg.cli.schema.DatabaseOptions;
import org.dsa110.contimg.cli.schema.ProgressBar;
import org.dsa110.contimg.cli.schema.WithoutService;
import org.dsa110.contimg.database.Database;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code restore}. Exit status: 0, 1 when not all was restored, an old file is open or the backup is bad, 2 for bad options. */
@Command(name = "restore", mixinStandardHelpOptions = true,
        description = "Puts files of a backup in place, once all of it was unpacked and checked. Nothing may have them open; the old files are"
                + " kept beside them.")
public final class RestoreCommand implements Callable<Integer> {
    @Mixin
    private DatabaseOptions options;

    @Parameters(paramLabel = "BACKUP",
            description = "The folder of a backup; or the name of one in contimg.backup.folder, or latest for the newest there.")
    private String backup;

    @Option(names = "--dry-run",
            description = "Unpack and check the backup, and say what would be done; also beside a running service.")
    private boolean dryRun;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Set<Database> databases = options.isChosen() ? options.selected() : EnumSet.noneOf(Database.class);
        return WithoutService.run(beans -> {
            try (ProgressBar progress = ProgressBar.onTerminal()) {
                return show(beans.select(Restores.class).get().restore(backup, databases, dryRun, progress));
            }
        });
    }

    private int show(List<RestoreReport> reports) {
        PrintWriter out = spec.commandLine().getOut();
        if (options.isJson()) {
            ArrayNode all = JsonNodeFactory.instance.arrayNode();
            reports.forEach(report -> all.add(json(report)));
            Answer.json(out, all);
            return 0;
        }
        for (RestoreReport report : reports) {
            Answer.line(out, "%s: %s, %d rows in %d tables%s".formatted(report.target(),
                    dryRun ? "can be restored" : "restored", report.saved().allRows(), report.saved().rows().size(),
                    report.kept() == null ? "" : "; the old file is " + report.kept()));
        }
        return 0;
    }

    private ObjectNode json(RestoreReport report) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("file", report.target().toString());
        report.saved().names().forEach(database -> json.withArray("databases").add(database.unitName()));
        return json.put("dry_run", dryRun).put("rows", report.saved().allRows())
                .put("kept", report.kept() == null ? null : report.kept().toString());
    }
}
