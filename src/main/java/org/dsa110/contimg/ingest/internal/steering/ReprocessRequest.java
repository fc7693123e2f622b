package org.dsa110.contimg.ingest.internal.steering;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import jakarta.ws.rs.core.Response.Status;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.dsa110.contimg.ingest.GroupState;
import org.dsa110.contimg.internal.json.Json;
import org.dsa110.contimg.rest.problem.Problem.Violation;
import org.dsa110.contimg.rest.problem.ProblemException;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Which groups an operator wants converted again, and whether only to say which those are. Immutable.
 *
 * @param groupIds in the order in which they were sent; empty where a range is wanted
 * @param from the first id that is wanted; null where groups are named
 * @param to the first id that is not wanted any more; null where groups are named
 * @param states of which the groups may be
 */
record ReprocessRequest(String reason, List<String> groupIds, String from, String to, Set<GroupState> states,
        boolean dryRun) {
    static final int MOST = 10_000;
    private static final int LONGEST = 1 << 20;
    private static final int LONGEST_REASON = 65_536;
    private static final List<String> FIELDS = List.of("reason", "group_ids", "from", "to", "state", "dry_run");
    private static final Set<GroupState> ENDED = Set.of(GroupState.COMPLETED, GroupState.FAILED);
    private static final ObjectMapper JSON = JsonMapper
            .builder(Json.factory().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build()).build();

    /** As it is sent, for the OpenAPI document. */
    @Schema(name = "Reprocess", requiredProperties = "reason")
    record Sent(@Schema(description = "Why, for people") String reason,
            @JsonProperty("group_ids") @Schema(minItems = 1, maxItems = MOST,
                    description = "The groups; either these or from and to") List<String> groupIds,
            @Schema(description = "From this time of observation on, as in a group's id: 2026-02-11T00:00:00") String from,
            @Schema(description = "Up to before this time") String to,
            @Schema(enumeration = {
                    "completed", "failed"},
                    description = "Only groups in this state; in either where it is left out") String state,
            @JsonProperty("dry_run") @Schema(defaultValue = "false",
                    description = "Whether only to say which groups these are") Boolean dryRun){
    }

    /** @throws ProblemException 400 naming every field that is unknown, missing or wrong; 413 for more than 1 MiB */
    static ReprocessRequest read(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(LONGEST + 1);
        if (bytes.length > LONGEST) {
            throw new ProblemException(Status.REQUEST_ENTITY_TOO_LARGE,
                    "the body is larger than " + LONGEST + " bytes", List.of());
        }
        return new Reading(tree(bytes)).request();
    }

    private static JsonNode tree(byte[] bytes) throws IOException {
        try {
            JsonNode json = JSON.reader()
                    .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(Json.text(bytes));
            if (!json.isObject()) {
                throw ProblemException.badRequest("body", "must be a JSON object");
            }
            return json;
        } catch (CharacterCodingException e) {
            throw ProblemException.badRequest("body", "is not valid JSON: it is not UTF-8");
        } catch (JsonProcessingException e) {
            throw ProblemException.badRequest("body", "is not valid JSON: " + e.getOriginalMessage());
        }
    }

    /** What is read of one body, and what is wrong with it. */
    private static final class Reading {
        private final JsonNode json;
        private final List<Violation> wrong = new ArrayList<>();

        Reading(JsonNode json) {
            this.json = json;
            json.fieldNames().forEachRemaining(name -> {
                if (!FIELDS.contains(name)) {
                    wrong.add(new Violation(name, "is not a field; known are " + String.join(", ", FIELDS)));
                }
            });
        }

        ReprocessRequest request() {
            String reason = text("reason", LONGEST_REASON);
            String from = text("from", 100);
            String to = text("to", 100);
            String state = text("state", 100);
            List<String> ids = ids();
            boolean range = from != null && to != null;
            if (reason == null && !json.hasNonNull("reason")) {
                wrong.add(new Violation("reason", "must not be null"));
            }
            if (state != null && ENDED.stream().noneMatch(ended -> ended.toString().equals(state))) {
                wrong.add(new Violation("state", "must be completed or failed"));
            }
            if (json.hasNonNull("dry_run") && !json.get("dry_run").isBoolean()) {
                wrong.add(new Violation("dry_run", "must be true or false"));
            }
            if (wrong.isEmpty() && (ids.isEmpty() ? !range : from != null || to != null)) {
                wrong.add(new Violation("group_ids", "must be given, or else both from and to"));
            }
            if (wrong.isEmpty() && range && from.compareTo(to) >= 0) {
                wrong.add(new Violation("to", "must be after from"));
            }
            if (!wrong.isEmpty()) {
                throw ProblemException.badRequest(wrong);
            }
            return new ReprocessRequest(reason, ids, from, to,
                    state == null ? ENDED : Set.of(GroupState.valueOf(state.toUpperCase(Locale.ROOT))),
                    json.path("dry_run").asBoolean());
        }

        private String text(String name, int longest) {
            JsonNode value = json.path(name);
            if (value.isMissingNode() || value.isNull()) {
                return null;
            }
            if (!value.isTextual() || value.textValue().length() > longest || value.textValue().indexOf('\0') >= 0) {
                wrong.add(new Violation(name, "must be a text of at most " + longest + " characters"));
                return null;
            }
            return value.textValue();
        }

        private List<String> ids() {
            JsonNode values = json.path("group_ids");
            Set<String> ids = new LinkedHashSet<>();
            if (values.isMissingNode() || values.isNull()) {
                return List.of();
            }
            if (!values.isArray() || values.isEmpty() || values.size() > MOST) {
                wrong.add(new Violation("group_ids", "must be an array of 1 to " + MOST + " ids of groups"));
                return List.of();
            }
            for (int i = 0; i < values.size(); i++) {
                if (values.get(i).isTextual()) {
                    ids.add(values.get(i).textValue());
                } else {
                    wrong.add(new Violation("group_ids[" + i + "]", "must be a text"));
                    return List.of();
                }
            }
            return List.copyOf(ids);
        }
    }
}
