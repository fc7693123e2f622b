package org.dsa110.contimg.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The manual page of the program, as roff with the macros of man(7), made of what its help says. Stateless. */
final class ManPage {
    private ManPage() {
    }

    /** All of it, ending with a line break. */
    static String of(CommandLine program) {
        CommandSpec spec = program.getCommandSpec();
        List<String> lines = new ArrayList<>();
        lines.add(".TH " + spec.name().toUpperCase() + " 1");
        lines.add(".SH NAME");
        lines.add(text(spec.name()) + " \\- " + text(description(spec)));
        lines.add(".SH SYNOPSIS");
        lines.add(".B " + text(spec.name()));
        lines.add("[COMMAND] [OPTIONS]");
        lines.add(".SH COMMANDS");
        program.getSubcommands().values().forEach(command -> command(command.getCommandSpec(), lines));
        section("EXIT STATUS", lines, "0 for success, 1 for a failure, 2 for wrong arguments.");
        section("FILES", lines,
                "/etc/contimg-db/contimg-db.env has the settings of the service, each with what it does.");
        section("SEE ALSO", lines,
                "/usr/local/share/doc/contimg-db/deploy.md; what a running service serves is described at /q/openapi.");
        return String.join("\n", lines) + "\n";
    }

    private static void section(String title, List<String> lines, String sentence) {
        lines.add(".SH " + title);
        lines.add(text(sentence));
    }

    private static void command(CommandSpec spec, List<String> lines) {
        lines.add(".SS " + spec.name() + spec.positionalParameters().stream().map(ManPage::place)
                .collect(Collectors.joining()));
        lines.add(text(description(spec)));
        Stream.<ArgSpec>concat(spec.positionalParameters().stream(), spec.options().stream())
                .filter(argument -> !argument.hidden() && !isStandard(argument)).forEach(argument -> {
                    lines.add(".TP");
                    lines.add(".B " + text(name(argument)));
                    lines.add(text(sentence(argument.description())));
                });
        String[] footer = spec.usageMessage().footer();
        if (footer.length > 0) {
            lines.add(".PP");
            // As it stands, since it may be a table.
            lines.add(".nf");
            Stream.of(footer).map(line -> text(line.replace("%n", "").replace("%%", "%"))).forEach(lines::add);
            lines.add(".fi");
        }
    }

    private static boolean isStandard(ArgSpec argument) {
        return argument instanceof OptionSpec option && (option.usageHelp() || option.versionHelp());
    }

    private static String place(ArgSpec argument) {
        return argument.required() ? " " + argument.paramLabel() : " [" + argument.paramLabel() + "]";
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option
                ? option.longestName() + (argument.arity().max() == 0 ? "" : " " + argument.paramLabel())
                : argument.paramLabel();
    }

    private static String description(CommandSpec spec) {
        return sentence(spec.usageMessage().description());
    }

    private static String sentence(String... lines) {
        return Stream.of(lines).map(line -> Ansi.OFF.string(line.replace("%n", " ").replace("%%", "%")).strip())
                .collect(Collectors.joining(" "));
    }

    /** Text that roff takes for nothing else: a point or a quote begins a command, a hyphen may become a dash. */
    private static String text(String plain) {
        String escaped = plain.replace("\\", "\\e").replace("-", "\\-");
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }
}
