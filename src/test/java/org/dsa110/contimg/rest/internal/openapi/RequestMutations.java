package org.dsa110.contimg.rest.internal.openapi;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Random;
import java.util.function.UnaryOperator;

import org.dsa110.contimg.rest.internal.errors.WireClient.Request;

/** Makes something of a request that nobody should send, but for what breaks HTTP itself. Not thread-safe. */
final class RequestMutations {
    /** In characters. Of a longer body that nobody reads the service does not take all, and a client may lose the answer with it. */
    private static final int LONGEST_BODY = 1 << 20;
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS",
            "TRACE", "PROPFIND");
    private static final List<String> URL_TEXTS = List.of("", "%", "%zz", "%4", "%00", "%FF%FE", "%C3", "%ED%A0%80",
            "%F0%9D%84%9E",
            "%20", "NaN", "-1", "0", "1e999", "1.0", "1e999999999", "99999999999999999999", "0x10", "%2F..%2F", "+",
            "a=b", "*",
            "'%20OR%201=1--", "\u00e9",
            "%e2%98%83", "1,2,3,,", "true", "null", "%5C,", "%0D%0Ax:%20y");
    private static final List<String> NAMES = List.of("limit", "next", "order", "fields", "count", "as", "colour",
            "id__", "__in", "id__isnull",
            "id__like", "", "filters", "path__contains", "%00", "%F0%9F%9A%80");
    private static final List<String> HEADERS = List.of("If-Match", "If-None-Match", "Idempotency-Key", "Accept",
            "Content-Type",
            "Accept-Encoding", "Range", "Cookie", "X-HTTP-Method-Override", "Accept-Language", "Content-Encoding");
    private static final List<String> HEADER_VALUES = List.of("", "*", "\"", "\"a\"", "W/\"a\"", "a", "\"a\",,\"b\"",
            ",", "*/*", "text/html",
            "application/json", "application/json;charset=latin1", "application/json;q=0", "text/csv",
            "application/x-ndjson",
            "application/x-votable+xml", "application/xml;q=x", "a/b/c", "/", "é", "multipart/form-data; boundary=x",
            "bytes=0-1",
            "gzip", "text/plain", "DELETE", "text/*;q=0.3, application/problem+json", "application/json, ,",
            "k".repeat(256), "a=b; c=\"");
    private static final List<String> JSON_TEXTS = List.of("null", "true", "\"\"", "\"x\"", "0", "-0.0", "1e400",
            "-1e-400", "NaN", "-Infinity",
            "99999999999999999999", "1.5", "1e999999999", "9007199254740993.0", "[]", "{}", "[[[]]]", "\"\\u0000\"",
            "\"\\ud800\"", "\"\uFFFD\uFFFF\"",
            "\"\\ud834\\udd1e\"", "01",
            "\"1\"", "9223372036854775808", "1E2", "{\"a\":1,\"a\":2}");

    private final Random random;
    private final List<UnaryOperator<Request>> mutations = List.of(this::parameter, this::parameter, this::repeated,
            this::query,
            this::segment, this::path, this::method, this::header, this::header, this::contentType, this::brokenBody,
            this::otherBody,
            this::jsonValue, this::jsonValue, this::jsonValue, this::bytes);

    RequestMutations(Random random) {
        this.random = random;
    }

    Request mutate(Request request) {
        return mutations.get(random.nextInt(mutations.size())).apply(request);
    }

    private Request parameter(Request request) {
        return to(request, request.target() + (request.target().contains("?") ? "&" : "?")
                + (random.nextBoolean() ? pick(NAMES) : pick(NAMES) + "=" + pick(URL_TEXTS)));
    }

    private Request repeated(Request request) {
        String[] parts = request.target().split("\\?", 2);
        return parts.length == 1 ? parameter(request) : to(request, request.target() + "&" + parts[1]);
    }

    /** Another value for one of the parameters. */
    private Request query(Request request) {
        String[] parts = request.target().split("\\?", 2);
        if (parts.length == 1) {
            return parameter(request);
        }
        String[] parameters = parts[1].split("&");
        int at = random.nextInt(parameters.length);
        parameters[at] = parameters[at].replaceFirst("=.*", "") + "=" + pick(URL_TEXTS);
        return to(request, parts[0] + "?" + String.join("&", parameters));
    }

    private Request segment(Request request) {
        String[] parts = request.target().split("\\?", 2);
        int slash = parts[0].lastIndexOf('/');
        String other = random.nextInt(30) == 0 ? "a".repeat(70_000) : pick(URL_TEXTS);
        return to(request, parts[0].substring(0, slash + 1) + other + (parts.length == 1 ? "" : "?" + parts[1]));
    }

    private Request path(Request request) {
        String[] parts = request.target().split("\\?", 2);
        String changed = switch (random.nextInt(4)) {
            case 0 -> parts[0] + "/" + pick(URL_TEXTS);
            case 1 -> parts[0] + ":" + pick(List.of("import", "upsert", "x", ""));
            case 2 -> parts[0].substring(0, 1 + random.nextInt(parts[0].length()));
            default -> parts[0].replaceFirst("/api/v1",
                    pick(List.of("", "/api/v2", "/API/v1", "//api/v1", "/api//v1", "/api/v1/.")));
        };
        return to(request, changed + (parts.length == 1 ? "" : "?" + parts[1]));
    }

    private Request method(Request request) {
        return new Request(pick(METHODS), request.target(), request.headers(), request.body());
    }

    private Request header(Request request) {
        List<Entry<String, String>> headers = new ArrayList<>(request.headers());
        headers.add(Map.entry(pick(HEADERS), random.nextInt(50) == 0 ? "h".repeat(20_000) : pick(HEADER_VALUES)));
        return new Request(request.method(), request.target(), headers, request.body());
    }

    private Request contentType(Request request) {
        List<Entry<String, String>> headers = new ArrayList<>(request.headers());
        headers.removeIf(header -> header.getKey().equals("Content-Type"));
        if (random.nextBoolean()) {
            headers.add(Map.entry("Content-Type", pick(HEADER_VALUES)));
        }
        return new Request(request.method(), request.target(), headers, request.body());
    }

    private Request brokenBody(Request request) {
        if (request.body() == null) {
            return with(request, pick(JSON_TEXTS));
        }
        String text = new String(request.body(), StandardCharsets.UTF_8);
        return with(request, switch (random.nextInt(4)) {
            case 0 -> text.substring(0, random.nextInt(text.length() + 1)).getBytes(StandardCharsets.UTF_8);
            case 1 -> (text + pick(JSON_TEXTS)).getBytes(StandardCharsets.UTF_8);
            case 2 -> text.getBytes(StandardCharsets.UTF_16LE);
            default ->
                text.replaceFirst(":", pick(List.of("", "::", "=", ":\t\u0000"))).getBytes(StandardCharsets.UTF_8);
        });
    }

    private Request otherBody(Request request) {
        String text = request.body() == null ? "{}" : new String(request.body(), StandardCharsets.UTF_8);
        return with(request, switch (random.nextInt(7)) {
            case 0 -> "";
            case 1 -> pick(JSON_TEXTS);
            case 2 -> "[" + text + "]";
            case 3 ->
                "[" + (text + ",")
                        .repeat(Math.min(random.nextInt(8) == 0 ? 1000 : 2, LONGEST_BODY / (text.length() + 1)))
                        + text + "]";
            case 4 -> "[".repeat(2000);
            case 5 -> "\uFEFF" + text;
            default -> "{\"" + "n".repeat(60_000) + "\":" + text + "}";
        });
    }

    /** Another value, or another name, somewhere in the JSON. */
    private Request jsonValue(Request request) {
        String text = request.body() == null ? "{}" : new String(request.body(), StandardCharsets.UTF_8);
        int fields = text.split("\":", -1).length - 1;
        if (fields == 0) {
            return brokenBody(request);
        }
        int colon = -1;
        for (int i = random.nextInt(fields); i >= 0; i--) {
            colon = text.indexOf("\":", colon + 1);
        }
        String after = text.substring(colon + 2);
        return with(request, switch (random.nextInt(4)) {
            case 0 -> text.substring(0, colon) + "x\":" + after;
            case 1 -> text.replaceFirst("\\{",
                    "{\"" + pick(List.of("id", "warnings", "colour", "", "\\u0000")) + "\":" + pick(JSON_TEXTS) + ",");
            default -> text.substring(0, colon + 2) + pick(JSON_TEXTS)
                    + after.replaceFirst("^(\"([^\"\\\\]|\\\\.)*\"|[^\",}\\]]*)", "");
        });
    }

    private Request bytes(Request request) {
        byte[] body = request.body() == null ? new byte[]{1, 2, 3} : request.body().clone();
        for (int i = random.nextInt(4); i >= 0 && body.length > 0; i--) {
            body[random.nextInt(body.length)] = (byte) random.nextInt(256);
        }
        return with(request, Arrays.copyOf(body, body.length));
    }

    private static Request to(Request request, String target) {
        return new Request(request.method(), target, request.headers(), request.body());
    }

    private static Request with(Request request, String body) {
        return with(request, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Request with(Request request, byte[] body) {
        return new Request(request.method(), request.target(), request.headers(), body);
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
