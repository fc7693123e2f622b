package org.dsa110.contimg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The README's section on commands says what their help says, and arguments are looked at before anything is started. */
class CommandHelpTest {
    private static final Pattern ROW = Pattern.compile("^\\| `([a-z-]+)` \\|(.*)\\|(.*)\\|$", Pattern.MULTILINE);

    private static final Pattern OPTION = Pattern.compile("`([^`]+)`");

    @Test
    void theReadmeHasEveryCommandWithItsOptionsAndWhatItDoes() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String section = readme.substring(readme.indexOf("## Commands"), readme.indexOf("## The converter"));
        Map<String, String> written = new TreeMap<>();
        Matcher rows = ROW.matcher(section);
        while (rows.find()) {
            Set<String> options = OPTION.matcher(rows.group(2)).results().map(option -> option.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
            written.put(rows.group(1), options + " " + rows.group(3).strip());
        }
        Map<String, String> help = new TreeMap<>();
        ContimgDb.commandLine().getSubcommands().forEach((name, command) -> help.put(name, row(command)));
        assertThat(written).isEqualTo(help);
    }

    @Test
    void theHelpOfEachCommandHasItsOptions() {
        ContimgDb.commandLine().getSubcommands().forEach((name, command) -> {
            StringWriter out = new StringWriter();
            CommandLine program = ContimgDb.commandLine().setOut(new PrintWriter(out));
            assertThat(program.execute(name, "--help")).as(name).isZero();
            assertThat(out.toString()).as(name).contains("Usage: contimg-db " + name);
            options(command.getCommandSpec()).forEach(option -> assertThat(out.toString()).as(name)
                    .contains(option.replaceAll("[\\[\\] ].*", "")));
        });
    }

    @Test
    void wrongUsageIsStatusTwoWithASentence() {
        for (String[] arguments : List.of(new String[]{"current", "--database", "nope"}, new String[]{"check", "extra"},
                new String[]{"upgrade", "--to"}, new String[]{"upgrade", "5", "--to", "5"}, new String[]{"stamp"},
                new String[]{"history", "--nonsense"}, new String[]{"nonsense"})) {
            StringWriter err = new StringWriter();
            assertThat(ContimgDb.commandLine().setErr(new PrintWriter(err)).execute(arguments))
                    .as(String.join(" ", arguments)).isEqualTo(2);
            assertThat(err.toString()).isNotBlank();
        }
    }

    private static String row(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        return new TreeSet<>(options(spec)) + " " + String.join(" ", spec.usageMessage().description());
    }

    private static List<String> options(CommandSpec spec) {
        List<String> all = new ArrayList<>();
        Stream.concat(spec.positionalParameters().stream(), spec.options().stream()).forEach(argument -> {
            if (argument.isPositional()) {
                all.add(argument.required() ? argument.paramLabel() : "[" + argument.paramLabel() + "]");
            } else {
                String name = ((CommandLine.Model.OptionSpec) argument).longestName();
                if (!name.matches("--(help|version)")) {
                    all.add(name + (argument.arity().max() == 0 ? "" : " " + argument.paramLabel()));
                }
            }
        });
        return all;
    }
}
