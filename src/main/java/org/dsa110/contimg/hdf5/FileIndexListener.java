package org.dsa110.contimg.hdf5;

import java.time.Clock;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.ingest.ConvertedFile;
import org.dsa110.contimg.ingest.ConvertedGroup;
import org.dsa110.contimg.ingest.ConvertedGroupListener;

/** Enters the files of a converted group in hdf5_file_index. Thread-safe. */
@ApplicationScoped
@Priority(2)
class FileIndexListener implements ConvertedGroupListener {
    private final UnitExecutor units;
    private final Clock clock;

    FileIndexListener(UnitExecutor units, Clock clock) {
        this.units = units;
        this.clock = clock;
    }

    @Override
    public Uni<Void> onConverted(ConvertedGroup group) {
        double now = clock.millis() / 1000.0;
        return units.write(Database.HDF5, () -> {
            for (ConvertedFile file : group.files()) {
                enter(group.groupId(), file, now);
            }
            return null;
        });
    }

    /** What is not known of a file that is gone, and a position that the header does not tell, leave what is there; a time that it does not tell is that of the name. */
    private static void enter(String groupId, ConvertedFile file, double now) {
        IndexedSubbandFile row = IndexedSubbandFile.findById(file.path().toString());
        if (row == null) {
            row = new IndexedSubbandFile();
            row.path = file.path().toString();
        }
        String[] dateAndTime = file.name().timestampIso().split("T");
        row.filename = file.path().getFileName().toString();
        row.groupId = groupId;
        row.subbandCode = file.name().subbandCode();
        row.subbandNum = (long) file.name().subband();
        row.timestampIso = file.name().timestampIso();
        row.timestampMjd = file.header() == null ? file.name().timestampMjd() : file.header().midMjd();
        row.fileSizeBytes = file.sizeBytes() == null ? row.fileSizeBytes : file.sizeBytes();
        row.modifiedTime = file.modifiedAt() == null ? row.modifiedTime : file.modifiedAt();
        row.indexedAt = now;
        row.stored = file.sizeBytes() == null ? 0L : 1L;
        if (file.header() != null) {
            row.raDeg = file.header().raDeg() == null ? row.raDeg : file.header().raDeg();
            row.decDeg = file.header().decDeg() == null ? row.decDeg : file.header().decDeg();
        }
        row.obsDate = dateAndTime[0];
        row.obsTime = dateAndTime[1];
        row.persist();
    }
}
