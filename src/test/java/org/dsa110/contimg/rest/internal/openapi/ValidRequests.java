package org.dsa110.contimg.rest.internal.openapi;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dsa110.contimg.rest.internal.errors.WireClient.Request;
import org.dsa110.contimg.rest.internal.list.SeenRows;

/** Random requests as the document says that they may be. Not thread-safe. */
final class ValidRequests {
    private static final Pattern FILTERS = Pattern.compile("\\(([^()]+)\\)__\\(([^()]+)\\)");
    private static final JsonNode TEXT = JsonNodeFactory.instance.objectNode().put("type", "string");
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)\\}");

    private final Random random;
    private final ApiDocument document;
    private final SchemaValues values;
    private final SeenRows seen;

    ValidRequests(Random random, ApiDocument document, SchemaValues values, SeenRows seen) {
        this.random = random;
        this.document = document;
        this.values = values;
        this.seen = seen;
    }

    Request request(ApiOperation operation) {
        SeenRows.Row row = values.chance(0.85) ? seen.row(operation.template()) : null;
        String page = operation.method().equals("GET") && values.chance(0.2) ? seen.page(operation.template()) : null;
        List<Entry<String, String>> headers = new ArrayList<>();
        List<Entry<String, String>> query = new ArrayList<>();
        double share = random.nextDouble() * 0.2;
        for (JsonNode described : operation.node().path("parameters")) {
            JsonNode parameter = document.resolve(described);
            boolean given = parameter.path("required").asBoolean() || values.chance(share);
            if (given && parameter.path("in").asText().equals("query")) {
                query.addAll(query(parameter, operation.node().path("parameters")));
            } else if (parameter.path("in").asText().equals("header") && values.chance(0.2)) {
                headers.add(Map.entry(parameter.get("name").asText(), header(parameter.get("name").asText(), row)));
            }
        }
        String path = row == null ? path(operation) : row.location();
        String target = page == null ? path + (query.isEmpty() ? "" : "?" + encode(query)) : page;
        JsonNode content = document.resolve(operation.node().path("requestBody")).path("content");
        if (content.isEmpty()) {
            return new Request(operation.method(), target, headers, null);
        }
        List<String> types = new ArrayList<>();
        content.fieldNames().forEachRemaining(types::add);
        String type = values.pick(types);
        headers.add(Map.entry("Content-Type", type));
        byte[] body = body(content, type, row == null ? null : keyOf(row)).getBytes(StandardCharsets.UTF_8);
        return new Request(operation.method(), target, headers, body);
    }

    private String path(ApiOperation operation) {
        Matcher parameter = PARAMETER.matcher(operation.template());
        return parameter.replaceAll(match -> {
            for (JsonNode described : operation.node().path("parameters")) {
                JsonNode resolved = document.resolve(described);
                if (resolved.path("in").asText().equals("path")
                        && resolved.path("name").asText().equals(match.group(1))) {
                    String value = SchemaValues.plain(values.value(resolved.path("schema"), match.group(1)));
                    return Matcher.quoteReplacement(encode(value.isEmpty() ? "1" : value));
                }
            }
            throw new AssertionError(operation + " does not describe " + match.group(1));
        });
    }

    /** A parameter; or several of {@code filter}, as they are or each as a parameter of its own. */
    private List<Entry<String, String>> query(JsonNode parameter, JsonNode all) {
        JsonNode schema = document.resolve(parameter.get("schema"));
        String name = parameter.get("name").asText();
        String pattern = document.resolve(schema.path("items")).path("pattern").asText();
        if (pattern.isEmpty()) {
            return List.of(Map.entry(name, SchemaValues.plain(values.value(schema, name))));
        }
        List<Entry<String, String>> query = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            String filter = filter(pattern);
            int end = filter.lastIndexOf("__");
            String value = value(all, filter.substring(0, end), filter.substring(end + 2));
            if (query.stream().noneMatch(each -> each.getKey().equals(filter)
                    || each.getValue().startsWith(filter + "="))) {
                query.add(random.nextBoolean() ? Map.entry(filter, value) : Map.entry(name, filter + "=" + value));
            }
        }
        return query;
    }

    /** The name of a filter that a pattern of literals and alternatives allows before the equals sign. */
    private String filter(String pattern) {
        List<MatchResult> kinds = FILTERS.matcher(pattern).results().toList();
        MatchResult kind = values.pick(kinds);
        String filter = values.pick(List.of(kind.group(1).split("\\|"))) + "__"
                + values.pick(List.of(kind.group(2).split("\\|")));
        if (!(filter + "=").matches(pattern)) {
            throw new AssertionError("cannot make a text that matches " + pattern);
        }
        return filter;
    }

    private String value(JsonNode parameters, String column, String filter) {
        for (JsonNode described : parameters) {
            JsonNode parameter = document.resolve(described);
            if (parameter.get("name").asText().equals(column) && filter.matches("eq|ne|lt|le|gt|ge")) {
                return SchemaValues.plain(values.value(parameter.get("schema"), column));
            }
        }
        return filter.equals("isnull")
                ? Boolean.toString(random.nextBoolean())
                : SchemaValues.plain(values.value(TEXT, column));
    }

    private String header(String name, SeenRows.Row row) {
        if (name.equals("Idempotency-Key")) {
            return "key-" + random.nextInt(50);
        }
        String tag = row == null ? "\"none\"" : row.tag();
        return values.pick(List.of("*", tag, tag, tag, "\"a\", " + tag, "W/" + tag));
    }

    private String body(JsonNode content, String type, ObjectNode key) {
        JsonNode schema = content.get(type).path("schema");
        if (type.endsWith("json") && !type.endsWith("ndjson")) {
            JsonNode body = values.valueOrArray(content.get(type));
            if (key != null && body instanceof ObjectNode row && !type.contains("patch")) {
                row.setAll(key);
            }
            return body.toString();
        }
        List<ObjectNode> rows = new ArrayList<>();
        JsonNode rowSchema = content.path("application/x-ndjson").path("schema");
        for (int i = random.nextInt(20); i > 0 && !rowSchema.isMissingNode(); i--) {
            rows.add(values.object(rowSchema));
        }
        if (type.equals("text/csv")) {
            return csv(document.resolve(rowSchema), rows);
        }
        return rows.stream().map(ObjectNode::toString).collect(Collectors.joining("\n"));
    }

    private static String csv(JsonNode schema, List<ObjectNode> rows) {
        List<String> columns = new ArrayList<>();
        schema.path("properties").properties().stream().filter(each -> !each.getValue().path("readOnly").asBoolean())
                .forEach(each -> columns.add(each.getKey()));
        StringBuilder text = new StringBuilder(String.join(",", columns)).append("\r\n");
        rows.forEach(row -> text.append(columns.stream().map(row::path)
                .map(value -> value.isMissingNode() || value.isNull()
                        ? ""
                        : '"' + value.asText().replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(","))).append("\r\n"));
        return text.toString();
    }

    /** The columns of a row whose values are in its URL: the document does not say which they are. */
    private static ObjectNode keyOf(SeenRows.Row row) {
        List<String> segments = List.of(row.location().split("/"));
        ObjectNode key = ((ObjectNode) row.json()).deepCopy();
        key.properties().removeIf(column -> !segments.contains(encode(column.getValue().asText())));
        key.remove("id");
        return key;
    }

    private static String encode(List<Entry<String, String>> query) {
        return query.stream().map(each -> encode(each.getKey()) + "=" + encode(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
