package org.dsa110.contimg.ingest.internal.conversion;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsa110.contimg.internal.json.Json;

/**
 * What a converter said at the end. Immutable.
 *
 * @param msPath where the measurement set lies: absolute, in its shortest form
 * @param loadTime seconds, or null when the converter did not say; as the next two
 * @param phaseTime seconds, or null
 * @param writeTime seconds, or null
 */
record ConverterResult(String msPath, Double loadTime, Double phaseTime, Double writeTime) {
    private static final int LONGEST_PATH = 4096;
    private static final ObjectMapper JSON = Json.mapper();

    /**
     * Reads the last line of a converter's output: a path, or a JSON object with ms_path, load_time, phase_time and write_time, of
     * which all but the first may be missing or null.
     *
     * @throws ConversionFailedException when it is neither
     */
    static ConverterResult parse(String line) throws ConversionFailedException {
        if (!line.startsWith("{")) {
            return new ConverterResult(absolute(line), null, null, null);
        }
        JsonNode json;
        try {
            json = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new ConversionFailedException("the converter's last line is no JSON object: " + shown(line), e);
        }
        if (!json.path("ms_path").isTextual()) {
            throw new ConversionFailedException("the converter's last line has no ms_path: " + shown(line));
        }
        return new ConverterResult(absolute(json.path("ms_path").textValue()), seconds(json, "load_time"),
                seconds(json, "phase_time"), seconds(json, "write_time"));
    }

    private static String absolute(String text) throws ConversionFailedException {
        try {
            Path path = Path.of(text);
            if (path.isAbsolute() && text.length() <= LONGEST_PATH) {
                return path.normalize().toString();
            }
        } catch (InvalidPathException e) {
            throw new ConversionFailedException("the converter named no possible path: " + shown(text), e);
        }
        throw new ConversionFailedException("the converter's last line is not the absolute path of a measurement set: "
                + shown(text));
    }

    private static Double seconds(JsonNode json, String name) throws ConversionFailedException {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isNumber() || !Double.isFinite(value.doubleValue()) || value.doubleValue() < 0) {
            throw new ConversionFailedException("the converter's " + name + " is no time in seconds: "
                    + shown(value.toString()));
        }
        return value.doubleValue();
    }

    private static String shown(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "...";
    }
}
