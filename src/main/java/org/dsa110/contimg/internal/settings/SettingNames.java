package org.dsa110.contimg.internal.settings;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names by which this program is told what to do: its keys, and the variables of the environment. A list, as commands look at it that
 * start no framework, and as nothing of a mapping can be asked in a native file. Not changed once made; thread-safe.
 */
final class SettingNames {
    /** All of docs/configuration.md. */
    static final Set<String> KEYS = names("""
        contimg.state-dir
        contimg.database.path.products
        contimg.database.path.cal_registry
        contimg.database.path.hdf5
        contimg.database.path.ingest
        contimg.database.path.data_registry
        contimg.migrate-at-start
        contimg.open-at-start
        contimg.database.deadline
        contimg.database.lock-timeout
        contimg.database.slow-unit
        contimg.database.slow-statement
        contimg.database.synchronous
        contimg.database.writer.queue-length
        contimg.database.writer.batch-size
        contimg.database.writer.hold
        contimg.database.writer.pause
        contimg.database.writer.cache-kib
        contimg.database.readers.threads
        contimg.database.readers.queue-length
        contimg.database.readers.gives-way-after
        contimg.database.readers.long-threads
        contimg.database.readers.long-queue-length
        contimg.database.readers.cache-kib
        contimg.database.wal.checkpoint-size
        contimg.database.wal.restart-size
        contimg.database.wal.warn-size
        contimg.ingest.scheduled
        contimg.ingest.incoming-dir
        contimg.ingest.scan-interval
        contimg.ingest.scan-stall
        contimg.ingest.set-aside-after
        contimg.ingest.cluster-tolerance
        contimg.ingest.drain-interval
        contimg.ingest.workers
        contimg.ingest.converter.command
        contimg.ingest.converter.timeout
        contimg.ingest.lease
        contimg.ingest.retry.attempts
        contimg.ingest.retry.first-pause
        contimg.ingest.retry.longest-pause
        contimg.ingest.incomplete.give-up-after
        contimg.ingest.incomplete.promote-subbands
        contimg.ingest.incomplete.promote-after
        contimg.ingest.stuck-after
        contimg.ingest.outcome-dir
        contimg.variability.catch-up-interval
        contimg.housekeeping.scheduled
        contimg.housekeeping.storage-check.schedule
        contimg.housekeeping.history.schedule
        contimg.housekeeping.history.keep
        contimg.housekeeping.optimize.schedule
        contimg.backup.folder
        contimg.backup.schedule
        contimg.backup.keep
        contimg.rest.enabled
        contimg.rest.body-timeout
        contimg.rest.body-rate
        contimg.rest.unpacked-body-limit
        contimg.access.tokens
        contimg.access.hosts
        contimg.dev.observation-interval
        """);
    /** The pipeline's own names of the files. */
    private static final Set<String> OF_THE_PIPELINE = names("""
        PIPELINE_STATE_DIR PIPELINE_DB PIPELINE_PRODUCTS_DB PIPELINE_CAL_REGISTRY_DB PIPELINE_HDF5_DB PIPELINE_INGEST_DB
        PIPELINE_DATA_REGISTRY_DB PIPELINE_REGISTRY_DB PIPELINE_QUEUE_DB CONTIMG_REGISTRY_DB CONTIMG_QUEUE_DB
        CONTIMG_PRODUCTS_DB CONTIMG_CAL_REGISTRY_DB CONTIMG_HDF5_DB CONTIMG_INGEST_DB CONTIMG_DATA_REGISTRY_DB
        """);
    /** What other parts are told: a command its token, a converter its group, the stand-in for one where and for how long it works. */
    private static final Set<String> OF_OTHER_PARTS = names(
            """
                CONTIMG_TOKEN CONTIMG_GROUP_ID CONTIMG_ATTEMPT CONTIMG_CONVERSION_ID CONTIMG_STANDIN_SECONDS CONTIMG_STANDIN_MS_DIR
                """);
    /** The variables of all these. */
    static final Set<String> VARIABLES = Stream
            .of(KEYS.stream().map(SettingNames::variable), OF_THE_PIPELINE.stream(), OF_OTHER_PARTS.stream())
            .flatMap(each -> each).collect(Collectors.toUnmodifiableSet());
    /** What the pipeline's other programs read, and looks like a name of ours. */
    static final Set<String> OTHERS = names(
            "CONTIMG_BATCH_SIZE CONTIMG_MS_DIR PIPELINE_DOCSEARCH_DB PIPELINE_EMBEDDING_CACHE_DB");

    private SettingNames() {
    }

    /** The variable of a key, as MicroProfile Config derives it. */
    static String variable(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private static Set<String> names(String text) {
        return new TreeSet<>(List.of(text.strip().split("\\s+")));
    }
}
