package org.dsa110.contimg.cli.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.migration.SchemaStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code current}. Exit status: 0, 1 when a database cannot be read or none can be found, 2 for bad options. */
@Command(name = "current", mixinStandardHelpOptions = true,
        description = "Shows where the schema of each database stands. Changes nothing.")
public final class CurrentCommand implements Callable<Integer> {
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
        if (options.isJson()) {
            Answer.json(spec.commandLine().getOut(), json(statuses));
        } else {
            Answer.table(spec.commandLine().getOut(), table(statuses));
        }
        return 0;
    }

    /** As a table for people. */
    static List<List<String>> table(List<SchemaStatus> statuses) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("DATABASE", "STATE", "FILE"));
        statuses.forEach(status -> rows
                .add(List.of(status.database().unitName(), status.words(), status.location().toString())));
        return rows;
    }

    /** As an array of objects for scripts. */
    static ArrayNode json(List<SchemaStatus> statuses) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        statuses.forEach(status -> all.add(json(status)));
        return all;
    }

    static ObjectNode json(SchemaStatus status) {
        return JsonNodeFactory.instance.objectNode().put("database", status.database().unitName())
                .put("file", status.location().toString())
                .put("state", status.standing().name().toLowerCase(Locale.ROOT)).put("version", status.version())
                .put("head", status.head()).put("pending", status.pending().size()).put("fault", status.fault());
    }
}
