package org.dsa110.contimg.rest.internal.openapi;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Random values that schemas of the document allow. What was answered once under a name is sometimes taken again, so that rows meet.
 * Not thread-safe.
 */
final class SchemaValues {
    private static final int REMEMBERED = 40;
    private static final List<String> TEXTS = List.of("", "a", "dirty", "/stage/ms/2026-01-25.ms", "naïve ☃ é",
            "\uD834\uDD1E \uD83D\uDE80",
            " spaces\tand\nlines\r ", "' \" \\ % _ ? $1 ; -- /* ..", "\uFFFD\uFFFF\u0001\u007F", "NULL", "1e5",
            "../../etc/passwd", "a/b", "a+b&c=d#e", ",", "%2F", "{key}", "x".repeat(300));
    private static final List<Long> INTEGERS = List.of(Long.MIN_VALUE, Long.MAX_VALUE, 0L, 1L, 2L, 3L, -1L,
            9007199254740993L,
            (long) Integer.MIN_VALUE - 1);
    private static final List<Double> NUMBERS = List.of(Double.MIN_VALUE, -Double.MIN_VALUE, Double.MAX_VALUE,
            -Double.MAX_VALUE, 1e300, 1e-300, 0.0, -0.0, 1.0, -3.0, 0.1 + 0.2, 1e22, 61008.296296296296, 1764400309.6,
            9.2233720368547758E18, 359.99999, -90.0);

    private final Random random;
    private final ApiDocument document;
    private final Map<String, List<JsonNode>> remembered = new HashMap<>();
    private final JsonNodeFactory json = new JsonNodeFactory(true);

    SchemaValues(Random random, ApiDocument document) {
        this.random = random;
        this.document = document;
    }

    /** Keeps the values of an answer, at any depth, under their names. */
    void remember(JsonNode answer) {
        answer.properties().forEach(field -> {
            if (field.getValue().isValueNode() && !field.getValue().isNull()) {
                List<JsonNode> values = remembered.computeIfAbsent(field.getKey(), name -> new ArrayList<>());
                if (values.size() < REMEMBERED) {
                    values.add(field.getValue());
                } else {
                    values.set(random.nextInt(REMEMBERED), field.getValue());
                }
            }
        });
        answer.forEach(this::remember);
    }

    /** A value of a media type; an array of them now and then, where one may stand in its place. */
    JsonNode valueOrArray(JsonNode mediaType) {
        JsonNode size = mediaType.path("x-or-array");
        if (size.isMissingNode() || random.nextInt(6) > 0) {
            return value(mediaType.path("schema"));
        }
        return array(((ObjectNode) size.deepCopy()).set("items", mediaType.get("schema")));
    }

    /** A value of a schema. */
    JsonNode value(JsonNode schema) {
        return value(schema, "");
    }

    /** @param name of the column or parameter; may be empty */
    JsonNode value(JsonNode described, String name) {
        JsonNode schema = document.resolve(described);
        JsonNode choices = schema.has("oneOf") ? schema.get("oneOf") : schema.path("anyOf");
        if (!choices.isEmpty()) {
            return value(choices.get(random.nextInt(3) == 0 ? random.nextInt(choices.size()) : 0), name);
        }
        String type = type(schema);
        if (type.equals("null")) {
            return json.nullNode();
        }
        if (schema.has("enum")) {
            return pick(schema.get("enum"));
        }
        List<JsonNode> known = remembered.getOrDefault(name, List.of());
        if (!known.isEmpty() && chance(0.3)) {
            JsonNode again = known.get(random.nextInt(known.size()));
            if (document.violations(schema, again).isEmpty()) {
                return again;
            }
        }
        return switch (type) {
            case "boolean" -> json.booleanNode(random.nextBoolean());
            case "integer" -> integer(schema);
            case "number" -> number(schema);
            case "array" -> array(schema);
            case "object" -> object(schema);
            default -> json.textNode(text());
        };
    }

    /** An object with all that it must have, and some of what it may have. */
    ObjectNode object(JsonNode described) {
        JsonNode schema = document.resolve(described);
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        double share = random.nextDouble();
        ObjectNode object = json.objectNode();
        schema.path("properties").properties().forEach(property -> {
            JsonNode value = document.resolve(property.getValue());
            if (!value.path("readOnly").asBoolean() && (required.contains(property.getKey()) || chance(share))) {
                object.set(property.getKey(), value(value, property.getKey()));
            }
        });
        return object;
    }

    String text() {
        if (chance(0.4)) {
            return pick(TEXTS);
        }
        if (chance(0.5)) {
            return Integer.toString(random.nextInt(100_000), 36);
        }
        return random.ints(1 + random.nextInt(20), 1, Character.MAX_CODE_POINT + 1)
                .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    /** How a value stands in a URL before it is encoded. */
    static String plain(JsonNode value) {
        if (value.isArray()) {
            List<String> parts = new ArrayList<>();
            value.forEach(part -> parts.add(plain(part)));
            return parts.stream().collect(Collectors.joining(","));
        }
        return value.asText();
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private JsonNode pick(JsonNode values) {
        return values.get(random.nextInt(values.size()));
    }

    private String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (!type.isArray()) {
            return type.asText("string");
        }
        List<String> types = new ArrayList<>();
        type.forEach(each -> types.add(each.asText()));
        if (types.remove("null") && chance(0.15)) {
            return "null";
        }
        return pick(types);
    }

    /** Whole numbers with a fraction or an exponent are integers too: {@code 30.0}, {@code 3E+1}. */
    private JsonNode integer(JsonNode schema) {
        JsonNode integer = plainInteger(schema);
        if (!chance(0.2)) {
            return integer;
        }
        BigDecimal number = BigDecimal.valueOf(integer.longValue());
        return json.numberNode(chance(0.5) ? number.setScale(1 + random.nextInt(3)) : number.stripTrailingZeros());
    }

    private JsonNode plainInteger(JsonNode schema) {
        long least = least(schema, Long.MIN_VALUE);
        long most = schema.path("maximum").asLong(Long.MAX_VALUE);
        if (least == Long.MIN_VALUE && most == Long.MAX_VALUE) {
            return json.numberNode(chance(0.3) ? pick(INTEGERS).longValue() : random.nextInt(30));
        }
        BigInteger size = BigInteger.valueOf(most).subtract(BigInteger.valueOf(least)).add(BigInteger.ONE);
        BigInteger offset = chance(0.3) ? new BigInteger(70, random) : BigInteger.valueOf(random.nextInt(1000));
        return json.numberNode(BigInteger.valueOf(least).add(offset.mod(size)).longValueExact());
    }

    private static long least(JsonNode schema, long otherwise) {
        return schema.path("minimum").asLong(otherwise);
    }

    private JsonNode number(JsonNode schema) {
        if (schema.has("minimum") || schema.has("maximum") || schema.has("exclusiveMinimum")
                || schema.has("exclusiveMaximum")) {
            double least = schema.path("minimum").asDouble(schema.path("exclusiveMinimum").asDouble(-1e9));
            double most = schema.path("maximum").asDouble(schema.path("exclusiveMaximum").asDouble(1e9));
            return json.numberNode(BigDecimal.valueOf(least + (most - least) * (0.001 + 0.998 * random.nextDouble())));
        }
        return json.numberNode(chance(0.3) ? pick(NUMBERS).doubleValue() : random.nextGaussian());
    }

    private JsonNode array(JsonNode schema) {
        int least = schema.path("minItems").asInt(0);
        int most = Math.min(schema.path("maxItems").asInt(5), 5);
        int size = least + random.nextInt(most - least + 1);
        ArrayNode array = json.arrayNode();
        for (int i = 0; i < size; i++) {
            JsonNode value = value(schema.path("items"));
            boolean twice = false;
            for (JsonNode earlier : array) {
                twice |= earlier.equals(value);
            }
            if (!twice || !schema.path("uniqueItems").asBoolean()) {
                array.add(value);
            }
        }
        return array;
    }
}
