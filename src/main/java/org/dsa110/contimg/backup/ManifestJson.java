package org.dsa110.contimg.backup;

import java.io.IOException;
import java.io.Reader;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.internal.json.Json;

/** The manifest as it is written: JSON, whose form is part of what operators rely on (docs/backup.md). Stateless. */
final class ManifestJson {
    /** Counts forms that a program which knows an older one would read wrongly. */
    static final int FORMAT = 1;
    /** One of our own making, in the folder itself and no path. */
    private static final String PACKED = "[a-z0-9_+]{1,200}\\.sqlite3\\.gz";
    private static final String SHA_256 = "[0-9a-f]{64}";

    private ManifestJson() {
    }

    static ObjectNode json(Manifest manifest) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("format", FORMAT)
                .put("program", manifest.program())
                .put("begun", manifest.begun().toString()).put("ended", manifest.ended().toString());
        ArrayNode files = json.putArray("files");
        manifest.files().forEach(file -> files.add(json(file)));
        return json;
    }

    private static ObjectNode json(SavedFile file) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("file", file.packed()).put("path", file.path());
        ArrayNode databases = json.putArray("databases");
        file.databases().forEach(each -> databases.addObject().put("database", each.database().unitName())
                .put("version", each.version()));
        json.put("engine", file.engine()).put("page_size", file.pageSize()).put("bytes", file.plain().bytes())
                .put("sha256", file.plain().sha256()).put("compressed_bytes", file.compressed().bytes())
                .put("compressed_sha256", file.compressed().sha256());
        ObjectNode rows = json.putObject("rows");
        file.rows().forEach(rows::put);
        file.findings().forEach(json.putArray("findings")::add);
        return json;
    }

    /**
     * @throws UnusableManifestException in words, when it is not all that a manifest is
     * @throws IOException when it cannot be read
     */
    static Manifest read(Reader text) throws IOException {
        JsonNode json;
        try {
            json = Json.mapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).readTree(text);
        } catch (JsonProcessingException e) {
            throw new UnusableManifestException("it is no whole JSON: " + e.getOriginalMessage());
        }
        require(json.isObject() && json.path("format").isInt(), "it has no format");
        int format = json.get("format").intValue();
        require(format == FORMAT, "its format is " + format + ", and this program knows " + FORMAT
                + ": use the program that made it, version " + json.path("program").asText("unknown"));
        List<SavedFile> files = new ArrayList<>();
        Set<String> packed = new HashSet<>();
        Set<Database> databases = new HashSet<>();
        for (JsonNode each : json.path("files")) {
            SavedFile file = file(each);
            require(packed.add(file.packed()), "it has " + file.packed() + " twice");
            file.databases().forEach(saved -> require(databases.add(saved.database()),
                    "it has " + saved.database() + " twice"));
            files.add(file);
        }
        require(!files.isEmpty(), "it has no files");
        return new Manifest(text(json, "program"), time(json, "begun"), time(json, "ended"), files);
    }

    private static SavedFile file(JsonNode json) {
        String packed = text(json, "file");
        require(packed.matches(PACKED), "it names a file that is none of a backup: " + packed);
        List<SavedDatabase> databases = new ArrayList<>();
        json.path("databases").forEach(each -> databases.add(new SavedDatabase(database(text(each, "database")),
                each.path("version").isNull() ? null : text(each, "version"))));
        require(!databases.isEmpty(), packed + " has no databases");
        Map<String, Long> rows = new TreeMap<>();
        require(json.path("rows").isObject(), packed + " has no rows");
        json.get("rows").fieldNames().forEachRemaining(table -> rows.put(table, number(json.get("rows"), table)));
        List<String> findings = new ArrayList<>();
        json.path("findings").forEach(each -> findings.add(each.asText()));
        return new SavedFile(packed, text(json, "path"), databases, text(json, "engine"),
                Math.toIntExact(Math.min(number(json, "page_size"), Integer.MAX_VALUE)),
                new SavedFile.Content(number(json, "bytes"), sha256(json, "sha256")),
                new SavedFile.Content(number(json, "compressed_bytes"), sha256(json, "compressed_sha256")), rows,
                findings);
    }

    private static Database database(String name) {
        return Arrays.stream(Database.values()).filter(each -> each.unitName().equals(name)).findFirst().orElseThrow(
                () -> new UnusableManifestException("it has a database that is none of this program's: " + name));
    }

    private static String text(JsonNode json, String name) {
        require(json.path(name).isTextual(), "it has no " + name);
        return json.get(name).textValue();
    }

    private static String sha256(JsonNode json, String name) {
        String sum = text(json, name);
        require(sum.matches(SHA_256), "its " + name + " is none");
        return sum;
    }

    private static long number(JsonNode json, String name) {
        JsonNode number = json.path(name);
        require(number.canConvertToLong() && number.isIntegralNumber() && number.longValue() >= 0,
                "its " + name + " is no number");
        return number.longValue();
    }

    private static Instant time(JsonNode json, String name) {
        try {
            return Instant.parse(text(json, name));
        } catch (DateTimeException e) {
            throw new UnusableManifestException("its " + name + " is no time");
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new UnusableManifestException(otherwise);
        }
    }
}
