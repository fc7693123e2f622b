package org.dsa110.contimg.ingest.internal.grouping;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.Statements;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.ingest.internal.grouping.FileWatch.Form;
import org.dsa110.contimg.ingest.internal.queue.UnixTime;
import org.dsa110.contimg.observation.SubbandFileName;

/** The files of a folder that are set aside, by the names that they have in it. Thread-safe. */
@ApplicationScoped
class SetAsideFiles {
    private static final String STORE = """
        INSERT INTO set_aside_files (path, kind, reason, group_id, size_bytes, changed_at, first_seen, last_seen)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (path) DO UPDATE SET first_seen = CASE WHEN kind = excluded.kind THEN first_seen ELSE excluded.first_seen END,
          kind = excluded.kind, reason = excluded.reason, group_id = excluded.group_id, size_bytes = excluded.size_bytes,
          changed_at = excluded.changed_at, last_seen = excluded.last_seen""";

    private final UnitExecutor units;
    private final Clock clock;

    SetAsideFiles(UnitExecutor units, Clock clock) {
        this.units = units;
        this.clock = clock;
    }

    /** What a row says; {@code form} is null where it does not say how the file looked. */
    record Row(String kind, String groupId, Form form) {
        boolean says(SetAside aside) {
            return kind.equals(aside.kind()) && Objects.equals(groupId, aside.groupId())
                    && Objects.equals(form, aside.form());
        }

        /** Whether the file looks as it did when nothing could be made of it. */
        boolean stands(Form now) {
            return now.equals(form) && (kind.equals(SetAside.NOT_WHOLE) || kind.equals(SetAside.FAILED));
        }
    }

    /** @return the rows of files in the folder whose names are those of subband files, in a new map that can be changed */
    Uni<Map<String, Row>> in(Path folder) {
        String prefix = prefix(folder);
        return units.read(Database.INGEST, connection -> {
            Map<String, Row> rows = new HashMap<>();
            try (PreparedStatement query = connection
                    .prepareStatement("SELECT path, kind, group_id, size_bytes, changed_at FROM set_aside_files");
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    String path = row.getString(1);
                    if (path.startsWith(prefix)
                            && SubbandFileName.parse(path.substring(prefix.length())).isPresent()) {
                        rows.put(path.substring(prefix.length()),
                                new Row(row.getString(2), row.getString(3), form(row)));
                    }
                }
            }
            return rows;
        });
    }

    private static Form form(ResultSet row) throws SQLException {
        long size = row.getLong(4);
        boolean noSize = row.wasNull();
        double changed = row.getDouble(5);
        return row.wasNull() ? null : new Form(noSize ? -1 : size, changed);
    }

    /**
     * Changes rows in one write unit.
     *
     * @param found what is to be stored, by name; a row that is there keeps the time when the file was first seen
     * @param over the names whose rows go away
     */
    Uni<Void> change(Path folder, Map<String, SetAside> found, Collection<String> over) {
        String prefix = prefix(folder);
        Map<String, SetAside> stored = Map.copyOf(found);
        List<String> removed = List.copyOf(over);
        return units.write(Database.INGEST, connection -> {
            double now = UnixTime.seconds(clock.instant());
            try (PreparedStatement store = connection.prepareStatement(STORE);
                    PreparedStatement remove = connection
                            .prepareStatement("DELETE FROM set_aside_files WHERE path = ?")) {
                for (Map.Entry<String, SetAside> file : stored.entrySet()) {
                    SetAside aside = file.getValue();
                    Form form = aside.form();
                    Statements.bind(store, Arrays.asList(prefix + file.getKey(), aside.kind(), aside.reason(),
                            aside.groupId(), form == null || form.size() < 0 ? null : form.size(),
                            form == null ? null : form.changed(),
                            now - aside.since().toMillis() / 1e3, now));
                    store.executeUpdate();
                }
                for (String name : removed) {
                    Statements.bind(remove, List.of(prefix + name));
                    remove.executeUpdate();
                }
            }
            return null;
        });
    }

    private static String prefix(Path folder) {
        return folder.getNameCount() == 0 ? folder.toString() : folder + "/";
    }
}
