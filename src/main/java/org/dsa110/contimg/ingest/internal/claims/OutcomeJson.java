package org.dsa110.contimg.ingest.internal.claims;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dsa110.contimg.ingest.ConvertedFile;
import org.dsa110.contimg.ingest.GivenUpGroup;
import org.dsa110.contimg.ingest.Transition;
import org.dsa110.contimg.ingest.Uvh5Header;
import org.dsa110.contimg.internal.json.Json;
import org.dsa110.contimg.observation.SubbandFileName;

/** How a conversion ended, as the JSON that is stored until all have heard of it. Thread-safe. */
public final class OutcomeJson {
    private static final String CLAIMED_AT = "claimed_at";
    private static final String TRANSITION = "transition";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private OutcomeJson() {
    }

    /**
     * Of a group that was converted.
     *
     * @param claimedAt when it was claimed for that, Unix seconds
     */
    static String of(Converted converted, double claimedAt) {
        return json(converted).put(CLAIMED_AT, claimedAt).toString();
    }

    /** Of a group that was converted. */
    public static String of(Converted converted) {
        return json(converted).toString();
    }

    private static ObjectNode json(Converted converted) {
        ObjectNode json = NODES.objectNode();
        json.put("ms_path", converted.msPath());
        put(json, "load_time", converted.loadTime());
        put(json, "phase_time", converted.phaseTime());
        put(json, "write_time", converted.writeTime());
        put(json, "total_time", converted.totalTime());
        if (converted.writerType() != null) {
            json.put("writer_type", converted.writerType());
        }
        if (converted.files() != null) {
            ArrayNode files = json.putArray("files");
            converted.files().forEach(file -> files.add(of(file)));
        }
        return json;
    }

    private static ObjectNode of(ConvertedFile file) {
        ObjectNode json = NODES.objectNode();
        json.put("path", file.path().toString());
        if (file.sizeBytes() != null) {
            json.put("size_bytes", file.sizeBytes());
        }
        put(json, "modified_at", file.modifiedAt());
        if (file.header() != null) {
            json.put("start_mjd", file.header().startMjd());
            json.put("end_mjd", file.header().endMjd());
            json.put("mid_mjd", file.header().midMjd());
            put(json, "ra_deg", file.header().raDeg());
            put(json, "dec_deg", file.header().decDeg());
        }
        return json;
    }

    /** Of a group that is given up after some attempts. */
    public static String of(String error, long attempts) {
        ObjectNode json = NODES.objectNode();
        json.put("error", error);
        json.put("attempts", attempts);
        return json.toString();
    }

    /** Of a group that is given up as it stayed incomplete; it was not tried. */
    public static String abandoned(String error) {
        return NODES.objectNode().put("error", error).put("attempts", 0).put(TRANSITION, Transition.ABANDONED.name())
                .toString();
    }

    /** @throws IllegalArgumentException when it is not what {@link #of(Converted)} has made */
    public static Converted converted(String text) {
        JsonNode json = parse(text);
        if (!json.path("ms_path").isTextual()) {
            throw new IllegalArgumentException("has no ms_path: " + text);
        }
        List<ConvertedFile> files = null;
        if (json.has("files")) {
            files = new ArrayList<>();
            for (JsonNode file : json.get("files")) {
                files.add(file(file));
            }
        }
        return new Converted(json.get("ms_path").textValue(), number(json, "load_time"), number(json, "phase_time"),
                number(json, "write_time"), number(json, "total_time"), json.path("writer_type").textValue(), files);
    }

    /** When a group that was converted had been claimed for that, Unix seconds; empty where an earlier version wrote it. */
    public static Optional<Double> claimedAt(String text) {
        return Optional.ofNullable(number(parse(text), CLAIMED_AT));
    }

    private static ConvertedFile file(JsonNode json) {
        Path path = Path.of(json.path("path").asText());
        Uvh5Header header = json.has("mid_mjd")
                ? new Uvh5Header(json.path("start_mjd").doubleValue(), json.path("end_mjd").doubleValue(),
                        json.path("mid_mjd").doubleValue(), number(json, "ra_deg"), number(json, "dec_deg"))
                : null;
        return new ConvertedFile(path, SubbandFileName.parse(path.getFileName().toString()).orElseThrow(),
                json.has("size_bytes") ? json.get("size_bytes").longValue() : null, number(json, "modified_at"),
                header);
    }

    /**
     * Reads what was given up.
     *
     * @param at when, Unix seconds
     */
    public static GivenUpGroup givenUp(String text, String groupId, double at) {
        JsonNode json = parse(text);
        return new GivenUpGroup(groupId, json.path("error").asText(), json.path("attempts").longValue(),
                Transition.ABANDONED.name().equals(json.path(TRANSITION).asText()), at);
    }

    private static JsonNode parse(String text) {
        try {
            return Json.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("is no JSON: " + text, e);
        }
    }

    private static Double number(JsonNode json, String name) {
        return json.path(name).isNumber() ? json.get(name).doubleValue() : null;
    }

    private static void put(ObjectNode json, String name, Double value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
