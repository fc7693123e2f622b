package org.dsa110.contimg.cli.schema;

import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dsa110.contimg.database.AdoptionReport;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.internal.logs.Printable;
import org.dsa110.contimg.migration.Schemas;
import org.dsa110.contimg.migration.UnknownVersionException;
import org.dsa110.contimg.migration.UpgradeReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code upgrade}. Exit status: 0, 1 when a file cannot be brought there, 2 for bad options or a version that is not known. */
@Command(name = "upgrade", mixinStandardHelpOptions = true,
        description = "Brings the databases to the newest version. Makes files that are missing; copies a file that another program made,"
                + " and takes it over with all that is in it.")
public final class UpgradeCommand implements Callable<Integer> {
    @Mixin
    private DatabaseOptions options;

    @Option(names = "--to", paramLabel = "VERSION", description = "An older version to stop at, such as 4.")
    private String to;

    @Parameters(arity = "0..1", paramLabel = "VERSION",
            description = "The same as --to; head, the newest version, is where it goes without.")
    private String version;

    @Option(names = "--dry-run", description = "Say what would be done, and change nothing.")
    private boolean dryRun;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (to != null && version != null) {
            throw new ParameterException(spec.commandLine(),
                    "Give the version once: as --to " + to + ", or as " + version
                            + ".");
        }
        String target = to != null ? to : version != null ? version : Schemas.HEAD;
        Set<Database> databases = options.selected();
        return WithoutService.onSchemas(schemas -> {
            try (ProgressBar progress = ProgressBar.onTerminal()) {
                return show(schemas.upgrade(databases, target, dryRun, progress));
            } catch (UnknownVersionException e) {
                return refuse(spec, e);
            }
        });
    }

    /** Says that a version is not known, and returns the status for that. */
    static int refuse(CommandSpec spec, UnknownVersionException unknown) {
        spec.commandLine().getErr().println("contimg-db: " + Printable.of(unknown.getMessage()));
        spec.commandLine().getErr().flush();
        return spec.exitCodeOnInvalidInput();
    }

    private int show(List<UpgradeReport> reports) {
        PrintWriter out = spec.commandLine().getOut();
        if (options.isJson()) {
            ArrayNode all = JsonNodeFactory.instance.arrayNode();
            reports.forEach(report -> all.add(json(report)));
            Answer.json(out, all);
        } else {
            reports.forEach(report -> print(out, report));
        }
        reports.stream().filter(report -> report.fault() != null)
                .forEach(report -> Answer.line(spec.commandLine().getErr(), "contimg-db: " + report.fault()));
        return reports.stream().allMatch(report -> report.fault() == null) ? 0 : 1;
    }

    private void print(PrintWriter out, UpgradeReport report) {
        AdoptionReport adoption = report.adoption();
        boolean nothing = report.fault() == null && report.applied().isEmpty() && adoption == null
                && report.restored().isEmpty();
        Answer.line(out, report.location() + (nothing ? ": nothing to do" : dryRun ? ": to be done" : ":"));
        if (adoption != null) {
            if (adoption.copy() != null) {
                Answer.line(out, "  copied to " + adoption.copy());
            }
            adoption.steps().forEach(step -> Answer.line(out, "  " + step));
            adoption.findings().forEach(finding -> Answer.line(out, "  left as it is: " + finding));
            Answer.line(out, (dryRun ? "  note" : "  noted") + " that it is at the newest version");
        }
        report.applied().forEach(applied -> Answer.line(out, "  " + applied));
        report.restored().forEach(part -> Answer.line(out, "  put back " + part));
    }

    private ObjectNode json(UpgradeReport report) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("file", report.location().toString());
        report.databases().forEach(database -> node.withArray("databases").add(database.unitName()));
        node.put("dry_run", dryRun);
        AdoptionReport adoption = report.adoption();
        if (adoption == null) {
            node.putNull("adoption");
        } else {
            ObjectNode adopted = node.putObject("adoption").put("copy",
                    adoption.copy() == null ? null : adoption.copy().toString());
            adoption.steps().forEach(adopted.putArray("steps")::add);
            adoption.findings().forEach(adopted.putArray("findings")::add);
        }
        report.applied().forEach(node.putArray("applied")::add);
        report.restored().forEach(node.putArray("restored")::add);
        return node.put("fault", report.fault());
    }
}
