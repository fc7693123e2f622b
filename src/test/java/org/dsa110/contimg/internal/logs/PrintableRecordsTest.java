package org.dsa110.contimg.internal.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;

import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableRecordsTest {
    private static final PatternFormatter FORMAT = new PatternFormatter("%d{yyyy} %-5p [%c] (%t) %s%e%n");

    @ParameterizedTest
    @ValueSource(
            strings = {"\n", "\r", "\r\n", "\u0000", "\u0007", "\b", "\t", "\u001b[2J", "\u007f", "\u0085", "\u009b2J",
                    "\u2028", "\u2029", "\u200e", "\u061c", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066",
                    "\u2067",
                    "\u2068", "\u2069", "\uFEFF", "\ud800", "\udc00", "\udb40\udc41"})
    void whatCannotBePrintedIsAnEscape(String foreign) {
        String printed = Printable.of("a" + foreign + "b");
        assertThat(printed).startsWith("a\\").endsWith("b").matches("[ -~]*");
        assertThat(Printable.of(printed)).as("once more").isSameAs(printed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"2026-01-01T00:00:00 | 2026-01-01T00:00:00", "å 銀河 🔭 \\n | å 銀河 🔭 \\n"})
    void whatCanBePrintedStays(String text, String printed) {
        assertThat(Printable.of(text)).isEqualTo(printed).isSameAs(text);
    }

    @Test
    void aLongTextIsCutOffOnce() {
        String printed = Printable.of("🔭".repeat(7000));
        assertThat(printed).startsWith("🔭".repeat(4999)).endsWith("🔭... (4000 more characters)");
        assertThat(Printable.of(printed)).isEqualTo(printed);
        assertThat(Printable.of("\n".repeat(100_000))).hasSizeLessThan(21_000);
        assertThat(Printable.of("x".repeat(100_000) + " more characters)")).hasSizeLessThan(21_000);
    }

    @Test
    void aRecordIsOneLine() {
        ExtLogRecord line = record("Group %s failed: %s", "g\n2026 ERROR [forged] (main) all is lost", "\u001b[2J");
        line.setThreadName("converter\rof");
        assertThat(print(line)).endsWith(
                "[there] (converter\\rof) Group g\\n2026 ERROR [forged] (main) all is lost failed: \\u001b[2J\n")
                .containsOnlyOnce("\n");
    }

    @Test
    void aPercentSignOfOthersIsNoFormat() {
        assertThat(print(record("%s", "100%s\n{0} %d"))).contains("100%s\\n{0} %d");
    }

    @Test
    void aTraceKeepsItsLinesAndItsMessagesHaveNone() {
        IllegalStateException failure = new IllegalStateException("outer\n2026 ERROR forged",
                new IllegalArgumentException("inner\n\tat forged.Frame(x)"));
        failure.addSuppressed(new RuntimeException("aside\u001b[1m"));
        ExtLogRecord line = record("%s", "plain");
        line.setThrown(failure);
        String printed = print(line);
        assertThat(printed.lines().filter(each -> !each.matches("\\s+at .*|\\s+\\.\\.\\. \\d+ more")))
                .containsExactly(
                        printed.lines().findFirst().orElseThrow(),
                        "\tSuppressed: java.lang.RuntimeException: aside\\u001b[1m",
                        "Caused by: java.lang.IllegalArgumentException: inner\\n\\tat forged.Frame(x)",
                        printed.lines().reduce((first, last) -> last).orElseThrow());
        assertThat(printed.lines().findFirst().orElseThrow())
                .endsWith("plain: java.lang.IllegalStateException: outer\\n2026 ERROR forged");
        assertThat(printed).contains("\tat " + PrintableRecordsTest.class.getName() + ".aTraceKeepsItsLines");
    }

    @Test
    void exceptionsThatCauseEachOtherAreCopiedToAnEnd() {
        IllegalStateException failure = new IllegalStateException("outer\n2026 ERROR forged",
                new IllegalArgumentException("inner\n2026 ERROR forged"));
        failure.getCause().initCause(failure);
        ExtLogRecord line = record("%s", "plain");
        line.setThrown(failure);
        assertThat(print(line).lines()).noneMatch(each -> each.startsWith("2026 ERROR"))
                .anyMatch(each -> each.startsWith("Caused by: java.lang.IllegalArgumentException: inner\\n2026"));
    }

    @Test
    void aThrowableThatCanBePrintedStaysItself() {
        ExtLogRecord line = record("%s", "plain");
        IllegalStateException failure = new IllegalStateException("plain", new RuntimeException());
        line.setThrown(failure);
        print(line);
        assertThat(line.getThrown()).isSameAs(failure);
    }

    private static ExtLogRecord record(String format, Object... values) {
        ExtLogRecord line = new ExtLogRecord(Level.SEVERE, format, FormatStyle.PRINTF,
                PrintableRecordsTest.class.getName());
        line.setParameters(values);
        line.setLoggerName("there");
        return line;
    }

    private static String print(ExtLogRecord line) {
        assertThat(new PrintableRecords().isLoggable(line)).isTrue();
        return FORMAT.format(line);
    }
}
