package org.dsa110.contimg.ingest.internal.claims;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsa110.contimg.database.Statements;
import org.dsa110.contimg.ingest.internal.queue.GroupIds;
import org.dsa110.contimg.ingest.internal.queue.QueueSql.FileRow;
import org.dsa110.contimg.internal.json.Json;

/**
 * The files of groups as JSON that SQLite makes: one text for a group in place of three values for each of its files, which is taken apart
 * where no other write waits for it. Thread-safe.
 */
final class FilesJson {
    private static final String QUERY = """
        SELECT group_id, json_group_array(json_array(CAST(subband_idx AS INTEGER), CAST(path AS TEXT), CAST(not_readable AS TEXT)))
        FROM subband_files WHERE group_id IN (SELECT value FROM json_each(?)) GROUP BY group_id""";

    private FilesJson() {
    }

    /** By group; those without a file are not among them. Within a unit on ingest. */
    static Map<String, String> of(Connection connection, Collection<String> groupIds) throws SQLException {
        Map<String, String> files = new HashMap<>();
        try (PreparedStatement query = Statements.prepare(connection, QUERY, GroupIds.json(groupIds));
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                files.put(row.getString(1), row.getString(2));
            }
        }
        return files;
    }

    /**
     * In the order of their subbands.
     *
     * @param json one of the texts; null gives no files
     */
    static List<FileRow> rows(String json) {
        if (json == null) {
            return List.of();
        }
        List<FileRow> files = new ArrayList<>();
        try {
            for (JsonNode file : Json.mapper().readTree(json)) {
                files.add(new FileRow(file.get(0).asLong(), file.get(1).textValue(), file.get(2).textValue()));
            }
        } catch (IOException e) {
            throw new IllegalStateException("SQLite has made JSON that cannot be read", e);
        }
        files.sort(Comparator.comparingLong(FileRow::subband));
        return files;
    }
}
