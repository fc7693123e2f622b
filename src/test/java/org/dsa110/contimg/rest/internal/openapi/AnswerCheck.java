package org.dsa110.contimg.rest.internal.openapi;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import org.dsa110.contimg.rest.SampleRows;
import org.dsa110.contimg.rest.internal.errors.WireClient.Answer;
import org.dsa110.contimg.rest.internal.errors.WireClient.Request;
import org.dsa110.contimg.rest.problem.Problem;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Whether an answer is one that the OpenAPI document promises. Not thread-safe. */
final class AnswerCheck {
    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    /** Characters of a target that would mean something else further on. */
    private static final Pattern AMBIGUOUS = Pattern.compile("[;#]|[^\\x21-\\x7e]|^[^/]");
    private static final Pattern AMBIGUOUS_PATH = Pattern.compile("//|/(\\.|%2[eE]){1,2}(/|$)|./$");
    private static final int LONGEST_PATH = 65_536;
    private static final int LONGEST_TARGET = 65_000;
    private static final int LONGEST_HEADERS = 8000;

    private final ApiDocument document;

    AnswerCheck(ApiDocument document) {
        this.document = document;
    }

    /** What is wrong with an answer, in words; empty when nothing is. */
    List<String> faults(Request request, Answer answer) {
        List<String> faults = new ArrayList<>();
        Optional<ApiOperation> operation = operation(request);
        if (answer.status() >= 500) {
            faults.add("the service failed");
        } else if (request.method().equals("OPTIONS") && answer.status() == 200) {
            if (answer.header("allow") == null) {
                faults.add("OPTIONS does not say what is allowed");
            }
        } else if (mayBeRefusedUnseen(request).contains(answer.status())) {
            checkProblem(request, answer, faults);
        } else if (operation.isPresent()) {
            checkDocumented(operation.get(), request, answer, faults);
        } else {
            Set<Integer> expected = new TreeSet<>(Set.of(404, 405));
            boolean noKey = document.isBelowTable(path(request));
            if (noKey || !document.hasPath(path(request))) {
                // Media types and parameters are looked at before a table says that it has no such action, or no such key.
                expected.addAll(Set.of(406, 415));
                if (request.target().contains("?") && (noKey || request.path().contains(":"))) {
                    expected.add(400);
                }
            }
            if (!expected.contains(answer.status())) {
                faults.add("the document has no such operation, so one of " + expected + " is what there is to answer");
            }
            checkProblem(request, answer, faults);
            if (answer.status() == 405 && answer.header("allow") == null) {
                faults.add("the header Allow is missing");
            }
        }
        return faults;
    }

    /** What a request asks for: HEAD is in no document, but is answered as GET is. */
    Optional<ApiOperation> operation(Request request) {
        return document.operation(request.method().equals("HEAD") ? "GET" : request.method(), path(request));
    }

    /** As the service takes it: a slash too many does not matter. */
    private static String path(Request request) {
        return request.path().replaceAll("/(\\.?/)+", "/").replaceAll("/$", "");
    }

    /** The body of an answer as JSON. */
    static JsonNode json(Answer answer) {
        try {
            return SampleRows.JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + answer, e);
        }
    }

    /** What the document's general part says of all paths: requests that are refused before anything looks at what they ask for. */
    private static Set<Integer> mayBeRefusedUnseen(Request request) {
        Set<Integer> statuses = new HashSet<>();
        if (BROKEN_ESCAPE.matcher(request.target()).find() || AMBIGUOUS.matcher(request.target()).find()
                || AMBIGUOUS_PATH.matcher(request.path()).find() || isQueryUnreadable(request.target())) {
            statuses.add(400);
        }
        if (request.target().length() > LONGEST_TARGET || request.path().length() > LONGEST_PATH) {
            statuses.add(414);
        }
        if (request.headers().stream().mapToInt(each -> each.getKey().length() + each.getValue().length())
                .sum() > LONGEST_HEADERS) {
            statuses.add(431);
        }
        return statuses;
    }

    /** Whether a query has a name or a value that is not UTF-8, or a value without a name. */
    private static boolean isQueryUnreadable(String target) {
        int query = target.indexOf('?');
        if (query < 0) {
            return false;
        }
        try {
            String text = target.substring(query + 1);
            String bytes = URLDecoder.decode(text, StandardCharsets.ISO_8859_1);
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)));
            return Pattern.compile("(^|&)=").matcher(text).find();
        } catch (CharacterCodingException e) {
            return true;
        } catch (IllegalArgumentException e) {
            // A broken escape.
            return false;
        }
    }

    private void checkDocumented(ApiOperation operation, Request request, Answer answer, List<String> faults) {
        JsonNode response = document
                .resolve(operation.node().path("responses").path(Integer.toString(answer.status())));
        if (response.isMissingNode()) {
            faults.add("the status is not documented for " + operation);
            return;
        }
        response.path("headers").properties().forEach(header -> {
            if (document.resolve(header.getValue()).path("required").asBoolean()
                    && answer.header(header.getKey().toLowerCase(java.util.Locale.ROOT)) == null) {
                faults.add("the header " + header.getKey() + " is missing");
            }
        });
        JsonNode content = response.path("content");
        if (content.isEmpty() || request.method().equals("HEAD")) {
            if (answer.body().length > 0) {
                faults.add("there is a body, and the document has none");
            }
            return;
        }
        String type = mediaType(answer);
        if (!content.has(type)) {
            faults.add("the media type " + type + " is not documented for this status");
        } else if (answer.status() >= 400) {
            checkProblem(request, answer, faults);
        }
        checkBody(type, content.path(type), answer, faults);
    }

    private void checkBody(String type, JsonNode mediaType, Answer answer, List<String> faults) {
        JsonNode schema = mediaType.path("schema");
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        try {
            switch (type) {
                case "application/json", "application/problem+json" -> {
                    JsonNode value = SampleRows.JSON.readTree(answer.body());
                    for (JsonNode each : mediaType.has("x-or-array") && value.isArray() ? value : List.of(value)) {
                        faults.addAll(document.violations(schema, each));
                    }
                }
                case "application/x-ndjson" -> {
                    for (String line : text.split("\n")) {
                        if (!text.isEmpty() && !SampleRows.JSON.readTree(line).isObject()) {
                            faults.add("this line is no object: " + line);
                        }
                    }
                }
                case "text/csv" -> {
                    if (!text.contains("\n")) {
                        faults.add("the CSV has no header");
                    }
                }
                case "text/x-ecsv" -> {
                    // The names, alone without a mark, stand behind the header and before the rows.
                    if (!text.startsWith("# %ECSV 1.0\n# ---\n")
                            || text.lines().allMatch(line -> line.startsWith("# "))) {
                        faults.add("the ECSV has no header, or no names");
                    }
                }
                default -> SAXParserFactory.newInstance().newSAXParser().parse(new ByteArrayInputStream(answer.body()),
                        new DefaultHandler());
            }
        } catch (JsonProcessingException | SAXException e) {
            faults.add("the body is malformed: " + e.getMessage());
        } catch (IOException | ParserConfigurationException e) {
            throw new AssertionError(e);
        }
    }

    private static void checkProblem(Request request, Answer answer, List<String> faults) {
        if (request.method().equals("HEAD")) {
            return;
        }
        if (!mediaType(answer).equals(Problem.MEDIA_TYPE) || answer.body().length == 0) {
            faults.add("the error is no problem details");
            return;
        }
        JsonNode problem = json(answer);
        for (String member : List.of("type", "title", "detail")) {
            if (problem.path(member).asText().isBlank()) {
                faults.add("the problem has no " + member);
            }
        }
        if (problem.path("status").asInt() != answer.status()) {
            faults.add("the problem has another status");
        }
    }

    /** Without its parameters; empty where there is none. */
    static String mediaType(Answer answer) {
        String type = answer.header("content-type");
        return type == null ? "" : type.split(";", 2)[0].strip();
    }
}
