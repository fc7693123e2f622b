package org.dsa110.contimg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alert rules and the dashboard, by Prometheus' own tool where the machine has it (Debian: prometheus), which is skipped elsewhere. */
class MonitoringTest {
    private static final Path TESTS = Monitoring.FOLDER.resolve("contimg-db.rules.test.yml");
    private static final Path DOCUMENT = Path.of("docs/monitoring.md");

    @TempDir
    Path folder;

    @Test
    void namesOfMetricsAreFoundInExpressions() {
        assertThat(Monitoring
                .metrics("sum by (a, b) (rate(x_total{c=\"d_e\",f!~\"g|h\"}[5m])) > 2e9 * y and on (i) z offset 5m"))
                .containsExactly("x_total", "y", "z");
    }

    @Test
    void theRulesRaiseWhatTheirTestsSay() throws Exception {
        assertThat(promtool("test", "rules", TESTS.toString())).contains("SUCCESS");
    }

    @Test
    void everyAlertHasATestAndASeverityAndIsInTheDocument() {
        String tests = Monitoring.text(TESTS);
        String document = Monitoring.text(DOCUMENT);
        assertThat(Monitoring.alerts()).hasSizeGreaterThan(20).allSatisfy(alert -> {
            assertThat(tests).contains("alertname=\"" + alert.name() + "\"");
            assertThat(document).contains("| `" + alert.name() + "` |");
            assertThat(alert.severity()).isIn("page", "ticket");
        });
    }

    @Test
    void everyExpressionOfTheDashboardIsOne() throws Exception {
        List<String> expressions = Monitoring.shown();
        assertThat(expressions).hasSizeGreaterThan(30);
        StringBuilder rules = new StringBuilder("groups:\n- name: dashboard\n  rules:\n");
        for (String expression : expressions) {
            rules.append("  - record: expression").append(rules.length()).append("\n    expr: '").append(expression)
                    .append("'\n");
        }
        Path file = Files.writeString(folder.resolve("dashboard.yml"), rules);
        assertThat(promtool("check", "rules", file.toString())).contains("SUCCESS");
    }

    private static String promtool(String... arguments) throws IOException, InterruptedException {
        Promtool.Ended ended = Promtool.run("", arguments);
        assertThat(ended.status()).as(ended.output()).isZero();
        return ended.output();
    }
}
