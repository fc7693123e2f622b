package org.dsa110.contimg.dataregistry;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.Statements;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.ingest.ConvertedGroup;
import org.dsa110.contimg.ingest.ConvertedGroupListener;

/**
 * Registers the measurement set of a converted group as a product that is staged, by its path. One that was staged before the conversion
 * began was written anew by it, so what was found out of it does not hold any more; one that was staged since is of this conversion, by
 * the service or by the converter, and stays as it is, as does one that is published. By SQL, as other programs have put values into
 * columns that no entity can hold. Thread-safe.
 */
@ApplicationScoped
@Priority(0)
class StagedMeasurementSetListener implements ConvertedGroupListener {
    private static final String ADD = """
        INSERT INTO data_registry (data_type, data_id, base_path, status, stage_path, created_at, staged_at, metadata_json,
            finalization_status, auto_publish_enabled, publish_attempts)
        SELECT 'ms', ?1, ?2, 'staging', ?1, ?3, ?3, ?4, 'pending', 1, 0
        WHERE NOT EXISTS (SELECT 1 FROM data_registry WHERE data_id = ?1)""";
    private static final String STAGE_ANEW = """
        UPDATE data_registry SET stage_path = ?1, staged_at = ?2, finalization_status = 'pending', validation_status = NULL,
            qa_status = NULL, publish_error = NULL,
            metadata_json = json_patch(CASE WHEN json_valid(metadata_json) THEN metadata_json ELSE '{}' END, ?3)
        WHERE data_id = ?1 AND data_type = 'ms' AND status = 'staging'
            AND (typeof(staged_at) NOT IN ('integer', 'real') OR staged_at < ?4)""";

    private final UnitExecutor units;

    StagedMeasurementSetListener(UnitExecutor units) {
        this.units = units;
    }

    @Override
    public Uni<Void> onConverted(ConvertedGroup group) {
        String metadata = metadata(group);
        // Where the clock was set back meanwhile, telling it again must not find it staged before the conversion.
        double stagedAt = Math.max(group.startedAt(), group.completedAt());
        return units.write(Database.DATA_REGISTRY, UnitOfWork.sql("stage measurement set", connection -> {
            if (change(connection, ADD, group.msPath(), folder(group.msPath()), stagedAt, metadata) == 0) {
                change(connection, STAGE_ANEW, group.msPath(), stagedAt, metadata, group.startedAt());
            }
            return null;
        }));
    }

    private static String metadata(ConvertedGroup group) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("group_id", group.groupId());
        json.put("subbands", group.files().stream().map(file -> file.name().subband()).distinct().count());
        put(json, "start_mjd", group.startMjd());
        put(json, "end_mjd", group.endMjd());
        put(json, "mid_mjd", group.midMjd());
        put(json, "ra_deg", group.raDeg());
        put(json, "dec_deg", group.decDeg());
        return json.toString();
    }

    private static void put(ObjectNode json, String name, Double value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private static String folder(String path) {
        return path.substring(0, Math.max(1, path.lastIndexOf('/')));
    }

    private static int change(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = Statements.prepare(connection, sql, values)) {
            return statement.executeUpdate();
        }
    }
}
