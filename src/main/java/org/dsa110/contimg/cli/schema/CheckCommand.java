package org.dsa110.contimg.cli.schema;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.migration.Revisions;
import org.dsa110.contimg.migration.Schemas;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The command {@code check}. Exit status: 0 when all is at the newest version and whole, and entities and migrations agree, 1 when not, 2
 * for bad options.
 */
@Command(name = "check", mixinStandardHelpOptions = true,
        description = "Fails, with a sentence for each, when a database is not at the newest version, or not whole, or when this program's"
                + " entities and migrations disagree. Changes nothing.")
public final class CheckCommand implements Callable<Integer> {
    @Mixin
    private DatabaseOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Set<Database> databases = options.selected();
        return WithoutService.run(beans -> {
            List<String> sentences = new ArrayList<>(beans.select(Schemas.class).get().check(databases));
            sentences.addAll(beans.select(Revisions.class).get().disagreements(databases));
            return show(sentences);
        });
    }

    private int show(List<String> sentences) {
        PrintWriter out = spec.commandLine().getOut();
        if (options.isJson()) {
            ObjectNode answer = JsonNodeFactory.instance.objectNode().put("ok", sentences.isEmpty());
            sentences.forEach(answer.putArray("faults")::add);
            Answer.json(out, answer);
        } else if (sentences.isEmpty()) {
            Answer.line(out, "All is at the newest version.");
        } else {
            sentences.forEach(sentence -> Answer.line(out, sentence));
        }
        return sentences.isEmpty() ? 0 : 1;
    }
}
