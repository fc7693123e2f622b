package org.dsa110.contimg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.yaml.snakeyaml.Yaml;

/** What {@code deploy/monitoring} has: the expressions of its alert rules and of its dashboard, and the metrics that they name. */
final class Monitoring {
    static final Path FOLDER = Path.of("deploy/monitoring").toAbsolutePath();
    static final Path RULES = FOLDER.resolve("contimg-db.rules.yml");
    static final Path DASHBOARD = FOLDER.resolve("contimg-db.dashboard.json");

    /** Matchers, ranges, texts and the lists of labels of by, without, on and ignoring, in which no metric stands. */
    private static final Pattern NO_METRICS = Pattern
            .compile(
                    "\\{[^}]*}|\\[[^]]*]|\"[^\"]*\"|\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*(?!\\s*\\(|[a-zA-Z0-9_:])");
    private static final Set<String> KEYWORDS = Set.of("and", "or", "unless", "bool", "offset", "by", "without");
    /** Made by Prometheus itself. */
    private static final Set<String> ITS_OWN = Set.of("up");

    private Monitoring() {
    }

    record Alert(String name, String expression, String severity) {
    }

    /** The alerts of the rules, in their order. */
    static List<Alert> alerts() {
        JsonNode rules = new ObjectMapper().valueToTree(new Yaml().load(text(RULES)));
        List<Alert> alerts = new ArrayList<>();
        rules.path("groups").forEach(group -> group.path("rules").forEach(rule -> alerts.add(
                new Alert(rule.path("alert").asText(), rule.path("expr").asText(),
                        rule.path("labels").path("severity").asText()))));
        return alerts;
    }

    /** The expressions of the dashboard, with the variables as Grafana would fill them in. */
    static List<String> shown() throws IOException {
        List<String> expressions = new ArrayList<>();
        for (JsonNode panel : new ObjectMapper().readTree(DASHBOARD.toFile()).path("panels")) {
            panel.path("targets").forEach(target -> expressions.add(target.path("expr").asText()
                    .replace("$instance", ".*")));
        }
        return expressions;
    }

    /** The metrics that an expression names, but those that Prometheus makes itself. */
    static Set<String> metrics(String expression) {
        Set<String> names = new TreeSet<>();
        Matcher name = NAME.matcher(NO_METRICS.matcher(expression).replaceAll(" "));
        while (name.find()) {
            names.add(name.group());
        }
        names.removeAll(KEYWORDS);
        names.removeAll(ITS_OWN);
        names.removeIf(number -> number.matches("e\\d+|[smhdw]"));
        return names;
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
