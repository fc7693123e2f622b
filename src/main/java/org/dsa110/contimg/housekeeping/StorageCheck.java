package org.dsa110.contimg.housekeeping;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import org.dsa110.contimg.files.FileFailure;
import org.dsa110.contimg.files.Folder;
import org.dsa110.contimg.ingest.IngestConfig;
import org.dsa110.contimg.observation.SubbandFileName;
import org.jboss.logging.Logger;

/**
 * Compares the index of subband files with the disk. A file that is gone gets {@code stored} 0, and 1 again when it is back; what lies in the
 * incoming folder, or beside an indexed file, and is in no table is counted as orphaned and told, and left alone. Thread-safe.
 */
@ApplicationScoped
class StorageCheck implements HousekeepingTask {
    private static final Logger LOG = Logger.getLogger(StorageCheck.class);
    private static final int CHUNK = 500;

    private final IndexedFiles index;
    private final StorageMeters meters;
    private final HousekeepingConfig config;
    private final IngestConfig ingest;

    StorageCheck(IndexedFiles index, StorageMeters meters, HousekeepingConfig config, IngestConfig ingest) {
        this.index = index;
        this.meters = meters;
        this.config = config;
        this.ingest = ingest;
    }

    @Override
    public String name() {
        return "storage_check";
    }

    @Override
    public String schedule() {
        return config.storageCheck().schedule();
    }

    @Override
    public HousekeepingReport run(boolean dryRun) {
        Findings found = new Findings();
        DiskFolders disk = new DiskFolders();
        for (List<IndexedFiles.Row> rows = index.after(""); !rows.isEmpty();) {
            compare(rows, disk, found, dryRun);
            rows = index.after(rows.get(rows.size() - 1).path());
        }
        folders(disk).forEach((real, folder) -> list(folder, found));
        meters.found(found);
        return found.report();
    }

    private void compare(List<IndexedFiles.Row> rows, DiskFolders disk, Findings found, boolean dryRun) {
        List<String> gone = new ArrayList<>();
        List<String> back = new ArrayList<>();
        for (IndexedFiles.Row row : rows) {
            DiskFolders.Presence presence = disk.look(row.path());
            found.indexed(row, presence);
            if (presence == DiskFolders.Presence.GONE && row.stored()) {
                gone.add(row.path());
            } else if (presence == DiskFolders.Presence.THERE && !row.stored()) {
                back.add(row.path());
            }
        }
        if (!dryRun) {
            index.store(gone, false);
            index.store(back, true);
        }
    }

    /** The folders to be listed, each once however it is called, by the name that the rows have. */
    private Map<Path, Path> folders(DiskFolders disk) {
        Map<Path, Path> folders = new LinkedHashMap<>();
        disk.seen().forEach(folder -> real(folder).ifPresent(real -> folders.putIfAbsent(real, folder)));
        ingest.incomingDir().flatMap(StorageCheck::real).ifPresent(real -> folders.putIfAbsent(real, real));
        return folders;
    }

    private static java.util.Optional<Path> real(Path folder) {
        try {
            return java.util.Optional.of(folder.toRealPath());
        } catch (NoSuchFileException e) {
            return java.util.Optional.empty();
        } catch (IOException e) {
            LOG.warnf("The storage check leaves out a folder: %s", FileFailure.sentence(e));
            return java.util.Optional.empty();
        }
    }

    private void list(Path folder, Findings found) {
        List<String> some = new ArrayList<>();
        try (DirectoryStream<Path> content = Folder.open(folder)) {
            for (Path file : content) {
                if (SubbandFileName.parse(file.getFileName().toString()).isPresent()) {
                    some.add(folder.resolve(file.getFileName()).toString());
                }
                if (some.size() == CHUNK) {
                    lookUp(some, found);
                    some.clear();
                }
            }
        } catch (IOException e) {
            LOG.warnf("The storage check leaves out a folder: %s", FileFailure.sentence(e));
        } catch (DirectoryIteratorException e) {
            LOG.warnf("The storage check leaves out a part of a folder: %s", FileFailure.sentence(e.getCause()));
        }
        lookUp(some, found);
    }

    private void lookUp(List<String> paths, Findings found) {
        if (!paths.isEmpty()) {
            List<String> unknown = index.unknown(paths);
            List<String> orphaned = unknown.isEmpty() ? unknown : index.unknownToTheQueue(unknown);
            found.onDisk(paths.size(), unknown.size() - orphaned.size(), orphaned);
        }
    }
}
