package org.dsa110.contimg.cli.schema;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.migration.Migration;
import org.dsa110.contimg.migration.SchemaStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code history}. Exit status: 0, 1 when no database can be found, 2 for bad options. */
@Command(name = "history", mixinStandardHelpOptions = true,
        description = "Shows which migrations each database has had, when, and which are still to be run. Changes nothing.")
public final class HistoryCommand implements Callable<Integer> {
    @Mixin
    private DatabaseOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Set<Database> databases = options.selected();
        return WithoutService.onSchemas(schemas -> show(schemas.look(databases)));
    }

    private int show(List<SchemaStatus> statuses) {
        PrintWriter out = spec.commandLine().getOut();
        if (options.isJson()) {
            ArrayNode all = JsonNodeFactory.instance.arrayNode();
            statuses.forEach(
                    status -> all.add(CurrentCommand.json(status).set("migrations", json(status.migrations()))));
            Answer.json(out, all);
            return 0;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("DATABASE", "VERSION", "STATE", "APPLIED AT", "WHAT"));
        statuses.forEach(status -> status.migrations().forEach(migration -> rows.add(
                List.of(status.database().unitName(), migration.version(), words(migration),
                        migration.appliedAt() == null ? "" : migration.appliedAt(), migration.description()))));
        Answer.table(out, rows);
        return 0;
    }

    private static ArrayNode json(List<Migration> migrations) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        migrations.forEach(migration -> all.addObject().put("version", migration.version())
                .put("description", migration.description()).put("state", words(migration))
                .put("applied_at", migration.appliedAt()));
        return all;
    }

    private static String words(Migration migration) {
        return migration.state().name().toLowerCase(Locale.ROOT);
    }
}
