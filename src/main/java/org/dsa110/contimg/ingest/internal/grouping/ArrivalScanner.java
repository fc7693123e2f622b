package org.dsa110.contimg.ingest.internal.grouping;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.micrometer.core.instrument.MeterRegistry;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.files.FileFailure;
import org.dsa110.contimg.ingest.IngestConfig;
import org.dsa110.contimg.ingest.internal.folder.FolderNotices;
import org.dsa110.contimg.ingest.internal.folder.PathText;
import org.dsa110.contimg.ingest.internal.uvh5.Uvh5Content;
import org.dsa110.contimg.observation.SubbandFileName;
import org.jboss.logging.Logger;

/**
 * Looks into the incoming folder for subband files and has those that are whole recorded: files that have looked the same for a
 * scan interval, and whose content is complete. What is recorded is remembered by name as long as it lies in the folder, so that a scan costs one
 * listing and a look at the few files that are new. No file, whatever is wrong with it, keeps the others from being recorded.
 *
 * <p>Thread-safe.
 */
@ApplicationScoped
public class ArrivalScanner {
    private static final Logger LOG = Logger.getLogger(ArrivalScanner.class);
    private static final int BUNCH = 256;

    private final RecordedPaths recordedPaths;
    private final IngestConfig config;
    /** What is thrown out of a scan is counted by who has it scan. */
    private final IngestMeters meters;
    private final FileWatch watch;
    private final ScanProgress progress;
    private final FolderNotices notices = new FolderNotices();
    private final SetAsideNotes setAside;
    private final RecordCheck check;
    private final ScannedRecords records;
    private final ReentrantLock oneAtATime = new ReentrantLock();
    /** Null before the first scan. */
    private FolderFiles files;
    /** What was last logged of the folder, so that the same trouble is not logged at each scan; null when all is well. */
    private String folderTrouble;
    /** Whether the last scan did what it was to do, so that one out of turn makes sense. */
    private boolean worked;
    private volatile boolean stopping;

    @Inject
    ArrivalScanner(GroupRecorder recorder, RecordedPaths recordedPaths, SetAsideFiles setAsideFiles,
            IngestConfig config, MeterRegistry metrics) {
        this(recorder, recordedPaths, setAsideFiles, config, metrics, Uvh5Content::of, System::nanoTime,
                new ScanProgress(System::nanoTime));
    }

    /**
     * @param reader looks into a file
     * @param nanoTime the clock by which files stay the same
     */
    ArrivalScanner(GroupRecorder recorder, RecordedPaths recordedPaths, SetAsideFiles setAsideFiles,
            IngestConfig config, MeterRegistry metrics, Function<Path, Uvh5Content> reader, LongSupplier nanoTime,
            ScanProgress progress) {
        this.recordedPaths = recordedPaths;
        this.config = config;
        this.meters = new IngestMeters(metrics);
        this.progress = progress;
        this.watch = new FileWatch(reader, meters, config.scanInterval(), config.setAsideAfter(), nanoTime);
        this.check = new RecordCheck(recordedPaths);
        this.setAside = new SetAsideNotes(setAsideFiles, meters, config.setAsideAfter());
        this.records = new ScannedRecords(recorder, setAside, check, meters);
    }

    /**
     * Scans once; does nothing without an incoming folder, or while another scan runs. A folder that cannot be read, or whose path cannot
     * be stored, is logged when that begins.
     *
     * @throws DatabaseException when the database cannot take files now; the next scan finds them again
     */
    public void scan() {
        if (config.incomingDir().isEmpty() || !oneAtATime.tryLock()) {
            return;
        }
        try {
            if (!stopping) {
                scanOnce(config.incomingDir().get());
            }
        } finally {
            oneAtATime.unlock();
        }
    }

    /** How long it is since scans got on. */
    public ScanProgress progress() {
        return progress;
    }

    /** Whether a scan, or a look between two, runs. */
    public boolean isScanning() {
        return oneAtATime.isLocked();
    }

    /**
     * Has new files seen as soon as the system tells of them, and scans out of turn when a file that is waited for has stayed the same for a scan
     * interval. To be called every second or so, beside the scans, which find the same without it, later. Does nothing while
     * scans fail.
     *
     * @throws DatabaseException as {@link #scan} does
     */
    public void watch() {
        if (!oneAtATime.tryLock()) {
            return;
        }
        try {
            if (worked && !stopping) {
                Optional<Set<String>> came = notices.since(files.folder());
                came.orElse(Set.of()).stream().filter(name -> !files.isSettled(name))
                        .filter(name -> SubbandFileName.parse(name).isPresent()).map(files::path).forEach(watch::told);
                if (watch.anyIsDue(files.folder()) || came.isEmpty()) {
                    scanOnce(files.folder());
                }
            }
        } finally {
            oneAtATime.unlock();
        }
    }

    /** Whether a file has been seen that is to stay the same for a while. */
    boolean isWaitedFor(Path file) {
        oneAtATime.lock();
        try {
            return watch.isAwaited(file);
        } finally {
            oneAtATime.unlock();
        }
    }

    /** Ends a scan that runs before its next file, and lets no other begin. */
    public void expectStop() {
        stopping = true;
    }

    /**
     * The same, and waits for the scan that runs.
     *
     * @return whether none runs any more
     */
    public boolean stop(long timeout, TimeUnit unit) throws InterruptedException {
        expectStop();
        if (!oneAtATime.tryLock(timeout, unit)) {
            return false;
        }
        notices.close();
        oneAtATime.unlock();
        return true;
    }

    private void scanOnce(Path incoming) {
        worked = false;
        try {
            Path real = incoming.toRealPath();
            if (!PathText.isExact(real)) {
                throw new FileSystemException(real.toString(), null,
                        "a path with a line break, or with characters that the locale of the service lacks, cannot be stored");
            }
            if (files == null || !real.equals(files.folder())) {
                files = new FolderFiles(real, recordedPaths, progress);
                setAside.clear();
            }
            long started = System.nanoTime();
            scanFolder();
            meters.scanned(System.nanoTime() - started);
            progress.endedWell();
            folderTrouble = null;
            worked = true;
            notices.tryAgain();
        } catch (DatabaseException e) {
            // What the database refuses is no standstill of scans: each gets as far as it can.
            progress.made();
            throw e;
        } catch (ClosedByInterruptException e) {
            LOG.debug("A scan was interrupted");
        } catch (IOException e) {
            meters.scanFailed();
            String trouble = FileFailure.sentence(e);
            if (!trouble.equals(folderTrouble)) {
                folderTrouble = trouble;
                LOG.warnf("The incoming folder cannot be scanned: %s", trouble);
            }
        }
    }

    private void scanFolder() throws IOException {
        Set<String> vanished = check.vanished(files);
        files.look();
        setAside.begin(files);
        if (!vanished.isEmpty()) {
            records.remove(files, vanished);
        }
        watch.begin(files::isOpen);
        List<ArrivedFile> whole = new ArrayList<>();
        for (String name : files.open()) {
            if (stopping) {
                return;
            }
            watch.wholeContent(files.path(name), setAside.row(name)).flatMap(content -> arrived(name, content))
                    .ifPresent(whole::add);
            progress.made();
            if (whole.size() == BUNCH) {
                records.add(files, whole);
                whole.clear();
            }
        }
        if (!whole.isEmpty()) {
            records.add(files, whole);
        }
        setAside.store(files, watch.givenUp());
    }

    /** A link to a file with another name is recorded by the name that it has here, since only that tells time and subband; so is
     * one to a path that cannot be stored. */
    private Optional<ArrivedFile> arrived(String name, Uvh5Content content) {
        Path file = files.path(name);
        try {
            Path real = file.toRealPath();
            String path = (real.endsWith(name) && PathText.isExact(real) ? real : file).toString();
            String notReadable = content instanceof Uvh5Content.NotReadable here ? here.reason() : null;
            return SubbandFileName.parse(name).map(parsed -> new ArrivedFile(parsed, path, notReadable));
        } catch (IOException vanished) {
            return Optional.empty();
        }
    }
}
