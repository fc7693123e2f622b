package org.dsa110.contimg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The manual page and the completion that are installed say what the program does; {@code help} says it on the terminal. */
class InstalledHelpTest {
    private static final Path MANUAL = Path.of("deploy/man/contimg-db.1");
    private static final Path COMPLETION = Path.of("deploy/completion/contimg-db.bash");
    /** Where what they ought to be is put, to be copied. */
    private static final Path MADE = Path.of("target");

    @Test
    void theManualPageIsThatOfTheProgram() throws IOException {
        assertInstalled(MANUAL, ManPage.of(ContimgDb.commandLine()));
    }

    @Test
    void theCompletionIsThatOfTheProgram() throws IOException {
        assertInstalled(COMPLETION, printed("completion"));
    }

    @Test
    void theManualPageIsOneForMan() throws Exception {
        assumeTrue(run("man --version") == 0, "man is not installed (Debian: man-db)");
        assertThat(
                run("man --warnings -l -Tutf8 " + MANUAL + " 2>&1 >target/contimg-db.txt | grep . && exit 1; exit 0"))
                .isZero();
        // What is bold is printed twice.
        String page = Files.readString(MADE.resolve("contimg-db.txt")).replaceAll(".\b", "");
        ContimgDb.commandLine().getSubcommands().keySet().forEach(name -> assertThat(page).contains(name));
    }

    @Test
    void bashCompletesCommandsAndOptions() throws Exception {
        assumeTrue(run("bash -c 'complete'") == 0, "bash is not installed");
        assertThat(completed("contimg-db", "upg")).containsExactly("upgrade");
        assertThat(completed("contimg-db", "simulate", "--see")).containsExactly("--seed");
        assertThat(completed("contimg-db", "help", "hist")).containsExactly("history");
    }

    @Test
    void helpSaysWhatTheProgramOrACommandDoes() {
        assertThat(printed("help")).isEqualTo(printed("--help"));
        assertThat(printed("help", "upgrade")).isEqualTo(printed("upgrade", "--help"));
        assertThat(ContimgDb.commandLine().setErr(new PrintWriter(new StringWriter())).execute("help", "nonsense"))
                .isEqualTo(2);
    }

    private static void assertInstalled(Path file, String made) throws IOException {
        Path wanted = Files.writeString(Files.createDirectories(MADE).resolve(file.getFileName()), made);
        assertThat(file).as("a copy of " + wanted).hasContent(made);
    }

    private static String printed(String... arguments) {
        StringWriter out = new StringWriter();
        CommandLine program = ContimgDb.commandLine().setOut(new PrintWriter(out));
        assertThat(program.execute(arguments)).isZero();
        return out.toString();
    }

    /** What bash makes of a line whose last word is not finished. */
    private static List<String> completed(String... words) throws Exception {
        String script = ". " + COMPLETION + "; COMP_WORDS=(" + String.join(" ", words) + "); COMP_CWORD="
                + (words.length - 1) + "; _complete_contimg-db; printf '%s\\n' \"${COMPREPLY[@]}\"";
        Process bash = new ProcessBuilder("bash", "-c", script)
                // It says that nothing is being completed.
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(output).isZero();
        return output.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    private static int run(String command) throws Exception {
        return new ProcessBuilder("sh", "-c", command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    }
}
