package org.dsa110.contimg.rest.internal.openapi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

/** The service's own OpenAPI 3.1 document. Not thread-safe. */
public final class ApiDocument {
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)\\}");

    private static final String OTHERS = "/api/v1/{database}/";
    private final JsonNode root;
    private final List<ApiOperation> operations = new ArrayList<>();
    private final SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<JsonNode, Schema> compiled = new IdentityHashMap<>();

    public ApiDocument(JsonNode root) {
        this.root = root;
        root.get("paths").properties().forEach(path -> path.getValue().properties()
                .forEach(method -> operations.add(new ApiOperation(method.getKey().toUpperCase(Locale.ROOT),
                        path.getKey(), pattern(path.getKey(), method.getValue()), method.getValue()))));
        // A path that is spelt out comes before one with a parameter in its place.
        operations.sort(Comparator.comparing((ApiOperation each) -> each.template().split("\\{").length)
                .thenComparing(each -> -each.template().length()).thenComparing(ApiOperation::toString));
    }

    public List<ApiOperation> operations() {
        return operations;
    }

    /** What a request with a percent-encoded path asks for. */
    public Optional<ApiOperation> operation(String method, String path) {
        // The tables of other programs are served at what no other class serves.
        boolean ours = operations.stream().anyMatch(each -> each.matches(path) && !each.template().startsWith(OTHERS));
        return operations.stream().filter(each -> each.method().equals(method) && each.matches(path)
                && !(ours && each.template().startsWith(OTHERS))).findFirst();
    }

    /** Whether any method is described for a percent-encoded path. */
    boolean hasPath(String path) {
        return operations.stream().anyMatch(each -> each.matches(path));
    }

    /** Whether a percent-encoded path lies below a table of ours, where a row would be if its key had as many segments. */
    boolean isBelowTable(String path) {
        return operations.stream().filter(each -> !each.template().startsWith(OTHERS) && each.method().equals("PUT"))
                .anyMatch(each -> path
                        .startsWith(each.template().substring(0, each.template().indexOf('{'))));
    }

    /** The same node, or the one that it refers to. */
    JsonNode resolve(JsonNode node) {
        JsonNode resolved = node;
        while (resolved.has("$ref")) {
            resolved = root.at(resolved.get("$ref").asText().substring(1));
            if (resolved.isMissingNode()) {
                throw new AssertionError("the document refers to nothing: " + node);
            }
        }
        return resolved;
    }

    /** What of a value contradicts a schema of the document; empty when nothing does. */
    List<String> violations(JsonNode schema, JsonNode value) {
        return compiled.computeIfAbsent(schema, this::compile).validate(value).stream()
                .map(Object::toString).toList();
    }

    private Schema compile(JsonNode schema) {
        ObjectNode standalone = JsonNodeFactory.instance.objectNode();
        standalone.setAll((ObjectNode) schema);
        standalone.set("components", root.get("components"));
        return schemas.getSchema(standalone);
    }

    private Pattern pattern(String template, JsonNode operation) {
        StringBuilder pattern = new StringBuilder();
        Matcher parameter = PARAMETER.matcher(template);
        int end = 0;
        while (parameter.find()) {
            String name = parameter.group(1);
            String values = "[^/]+";
            for (JsonNode described : operation.path("parameters")) {
                JsonNode resolved = resolve(described);
                if (resolved.path("name").asText().equals(name)) {
                    values = resolve(resolved.path("schema")).path("pattern").asText(values);
                }
            }
            pattern.append(Pattern.quote(template.substring(end, parameter.start())))
                    .append(values);
            end = parameter.end();
        }
        return Pattern.compile(pattern.append(Pattern.quote(template.substring(end))).toString(), Pattern.DOTALL);
    }
}
