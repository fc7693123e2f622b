package org.dsa110.contimg.cli.schema;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.migration.Revision;
import org.dsa110.contimg.migration.Revisions;
import org.dsa110.contimg.migration.revision.Change;
import org.dsa110.contimg.migration.revision.Hints;
import org.dsa110.contimg.migration.revision.MigrationText;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * The command {@code revision}. Exit status: 0, 1 when a migration cannot be written, as where the program is a native file, 2 for bad
 * options.
 */
@Command(name = "revision", mixinStandardHelpOptions = true,
        description = "Writes the next migration into a checkout of this program, from its jar: an empty one, or what leads from the"
                + " migrations to the entities. No database of yours is looked at.")
public final class RevisionCommand implements Callable<Integer> {
    @Mixin
    private DatabaseOptions options;

    @Option(names = {"-m", "--message"}, required = true, paramLabel = "TEXT",
            description = "What the migration is for; its file is named after it.")
    private String message;

    @Option(names = "--autogenerate",
            description = "Write what the entities have and the migrations do not. Nothing is dropped by itself.")
    private boolean autogenerate;

    @Option(names = "--rename", paramLabel = "WHAT=NEW", converter = RenameConverter.class,
            description = "A column, table.old=new, or a table, old=new, that has another name now; may be repeated.")
    private List<Hints.Rename> renames = List.of();

    @Option(names = "--drop", paramLabel = "WHAT",
            description = "A table, a column as table.column, or an index, that no entity has and that may be dropped; may be"
                    + " repeated.")
    private List<String> drops = List.of();

    @Option(names = "--directory", paramLabel = "DIR", defaultValue = ".",
            description = "The checkout; the current folder if not given.")
    private Path directory;

    @Option(names = "--dry-run", description = "Print the migration, and write nothing.")
    private boolean dryRun;

    @Spec
    private CommandSpec spec;

    private static final class RenameConverter implements ITypeConverter<Hints.Rename> {
        @Override
        public Hints.Rename convert(String text) {
            try {
                return Hints.Rename.of(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    @Override
    public Integer call() {
        Set<Database> databases = options.selected();
        if (MigrationText.slug(message).isEmpty()) {
            throw new ParameterException(spec.commandLine(),
                    "The message needs a letter or a digit, for the file's name.");
        }
        if (!autogenerate && (databases.size() != 1 || !renames.isEmpty() || !drops.isEmpty())) {
            throw new ParameterException(spec.commandLine(), databases.size() != 1
                    ? "Say by --database for which one database the migration is, or let it be found out by --autogenerate."
                    : "--rename and --drop are for --autogenerate.");
        }
        if (!Revisions.arePossible()) {
            Answer.line(spec.commandLine().getErr(),
                    "contimg-db: revision needs the program's jar, on a developer's machine; this is the native file.");
            return 1;
        }
        return WithoutService.run(beans -> show(revisions(beans.select(Revisions.class).get(), databases)));
    }

    private List<Revision> revisions(Revisions revisions, Set<Database> databases) {
        return autogenerate
                ? revisions.autogenerate(databases, directory, message, new Hints(renames, new TreeSet<>(drops)),
                        dryRun)
                : List.of(revisions.empty(databases.iterator().next(), directory, message, dryRun));
    }

    private int show(List<Revision> revisions) {
        PrintWriter out = spec.commandLine().getOut();
        boolean faulty = revisions.stream().anyMatch(revision -> !revision.faults().isEmpty());
        if (options.isJson()) {
            ArrayNode all = JsonNodeFactory.instance.arrayNode();
            revisions.forEach(revision -> all.add(json(revision, faulty)));
            Answer.json(out, all);
        } else {
            revisions.forEach(revision -> print(out, revision, faulty));
        }
        revisions.stream().flatMap(revision -> revision.faults().stream()).distinct()
                .forEach(fault -> Answer.line(spec.commandLine().getErr(), "contimg-db: " + fault));
        if (faulty) {
            Answer.line(spec.commandLine().getErr(), "contimg-db: no migration was written");
        }
        return faulty ? 1 : 0;
    }

    private void print(PrintWriter out, Revision revision, boolean faulty) {
        boolean none = autogenerate && revision.changes().isEmpty() && revision.faults().isEmpty();
        Answer.line(out, revision.database() + (none ? ": no changes" : ":"));
        for (Change change : revision.changes()) {
            Answer.line(out, "  " + change.words());
            if (change.warning() != null) {
                Answer.line(out, "    " + change.warning());
            }
        }
        if (!revision.left().isEmpty()) {
            Answer.line(out, "  left, as no entity has it: " + String.join(", ", revision.left()));
        }
        for (Revision.MigrationFile file : revision.files()) {
            if (!faulty) {
                Answer.line(out, (dryRun ? "  would write " : "  wrote ") + file.path());
            }
            if (dryRun) {
                file.text().lines().forEach(line -> Answer.line(out, "    " + line));
            }
        }
    }

    private ObjectNode json(Revision revision, boolean faulty) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("database", revision.database().unitName())
                .put("written", !dryRun && !faulty && !revision.files().isEmpty());
        ArrayNode changes = node.putArray("changes");
        revision.changes().forEach(change -> changes.addObject().put("table", change.table().toLowerCase(Locale.ROOT))
                .put("change", change.words()).put("warning", change.warning()));
        revision.left().forEach(node.putArray("left")::add);
        revision.faults().forEach(node.putArray("faults")::add);
        ArrayNode files = node.putArray("files");
        revision.files().forEach(file -> files.addObject().put("file", file.path().toString()).put("sql", file.text()));
        return node;
    }
}
