package org.dsa110.contimg.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MisspeltNamesTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(contimg\\.[^`]+)` \\|");
    private static final Pattern VARIABLE = Pattern.compile("\\b(?:CONTIMG|PIPELINE)_[A-Z0-9_]*[A-Z0-9]\\b");

    @ParameterizedTest
    @CsvSource({"CONTIMG_INGEST_INCOMNG_DIR, CONTIMG_INGEST_INCOMING_DIR",
            "CONTIMG_INGEST_WORKER, CONTIMG_INGEST_WORKERS",
            "CONTIMG_INGST_WORKERS, CONTIMG_INGEST_WORKERS",
            "CONTIMG_INCOMING_DIR, CONTIMG_INGEST_INCOMING_DIR",
            "CONTIMG_INGEST_SCAN, CONTIMG_INGEST_SCAN_STALL",
            "CONTIMG_ACCESS_TOKEN, CONTIMG_ACCESS_TOKENS",
            "CONTIMG_ACCESS_TOKENS_FILE, CONTIMG_ACCESS_TOKENS",
            "CONTIMG_DATABASE_PATH_PRODUCT, CONTIMG_DATABASE_PATH_PRODUCTS",
            "CONTIMG_MIGRATE_ON_START, CONTIMG_MIGRATE_AT_START",
            "CONTIMG_STATEDIR, CONTIMG_STATE_DIR",
            "CONTIMG_QUEU_DB, CONTIMG_QUEUE_DB",
            "CONTMIG_STATE_DIR, CONTIMG_STATE_DIR",
            "PIPELINE_STATEDIR, PIPELINE_STATE_DIR",
            "PIPELINE_STATE, PIPELINE_STATE_DIR",
            "PIPLINE_STATE_DIR, PIPELINE_STATE_DIR",
            "PIPELINE_PRODUCT_DB, PIPELINE_PRODUCTS_DB",
            "PIPELINE_PRODUCTS, PIPELINE_PRODUCTS_DB",
            "PIPELINE_HDF_DB, PIPELINE_HDF5_DB",
            "PIPELINE_INGSET_DB, PIPELINE_INGEST_DB",
            "PIPELINE_DBS, PIPELINE_DB",
            "CONTIMG_PRODUCT_DB, CONTIMG_PRODUCTS_DB",
            "contimg_ingest_workers, CONTIMG_INGEST_WORKERS",
            "contimg_ingest_worker, CONTIMG_INGEST_WORKERS",
            "Contimg_State_Dir, CONTIMG_STATE_DIR",
            "pipeline_state_dir, PIPELINE_STATE_DIR"})
    void aVariableThatIsNearlyASettingIsTold(String misspelt, String meant) {
        assertThat(MisspeltNames.variables(List.of("HOME", misspelt, meant)))
                .containsExactly(misspelt + " is no setting of this program; " + meant + " is");
    }

    @ParameterizedTest
    @CsvSource({"contimg.ingest.incoming-directory, contimg.ingest.incoming-dir",
            "contimg.database.path.product, contimg.database.path.products",
            "contimg.workers, contimg.ingest.workers", "%dev.contimg.ingest.worker, contimg.ingest.workers"})
    void aKeyThatBeginsAsOursIsTold(String misspelt, String meant) {
        assertThat(MisspeltNames.keys(List.of("quarkus.http.prt", misspelt)))
                .containsExactly(misspelt.replace("%dev.", "") + " is no setting of this program; " + meant + " is");
    }

    /** All that production's own file of the pipeline sets, and what its programs read besides. */
    @Test
    void whatThePipelinesOtherProgramsReadIsLeftToThem() {
        assertThat(MisspeltNames.variables(List.of("CONTIMG_BASE_DIR", "CONTIMG_INPUT_DIR", "CONTIMG_OUTPUT_DIR",
                "CONTIMG_SCRATCH_DIR", "CONTIMG_TMPFS_DIR", "CONTIMG_STAGING_DIR", "CONTIMG_MS_DIR",
                "CONTIMG_CALTABLES_DIR", "CONTIMG_IMAGES_DIR", "CONTIMG_MOSAICS_DIR", "CONTIMG_LOGS_DIR",
                "CONTIMG_CASA_LOGS_DIR", "CONTIMG_PRODUCTS_DB", "CONTIMG_TEST_DB", "CONTIMG_EXPECTED_SUBBANDS",
                "CONTIMG_CHUNK_MINUTES", "CONTIMG_CLUSTER_TOLERANCE_S", "CONTIMG_MAX_WORKERS", "CONTIMG_IO_MAX_WORKERS",
                "CONTIMG_PARALLEL_LOADING", "CONTIMG_SKIP_INCOMPLETE", "CONTIMG_SKIP_EXISTING", "CONTIMG_TIMEOUT_S",
                "CONTIMG_RETRY_COUNT", "CONTIMG_WRITER_TYPE", "CONTIMG_BATCH_SIZE", "CONTIMG_LOG_LEVEL",
                "CONTIMG_MONITOR_INTERVAL", "CONTIMG_API_PORT", "CONTIMG_DASHBOARD_PORT", "CONTIMG_STAGE_TO_TMPFS",
                "CONTIMG_TMPFS_PATH", "CONTIMG_DISK_WARN_GB", "CONTIMG_TMPFS_WARN_PERCENT",
                "CONTIMG_AUTO_CLEANUP_ENABLED", "CONTIMG_CAL_BP_MINSNR", "CONTIMG_CAL_GAIN_INTERVAL_HOURS",
                "CONTIMG_QA_MS_MAX_FLAGGED", "CONTIMG_QA_IMG_MIN_PEAK_SNR", "CONTIMG_SLACK_WEBHOOK_URL",
                "CONTIMG_SMTP_HOST", "CONTIMG_ALERT_TO_EMAILS", "PIPELINE_INPUT_DIR", "PIPELINE_OUTPUT_DIR",
                "PIPELINE_SCRATCH_DIR", "PIPELINE_WRITER", "PIPELINE_MAX_WORKERS", "PIPELINE_STAGE_TO_TMPFS",
                "PIPELINE_EXPECTED_SUBBANDS", "PIPELINE_POINTING_DEC_DEG", "PIPELINE_TELESCOPE_NAME",
                "PIPELINE_LOG_FORMAT", "PIPELINE_GPU_ENABLED", "PIPELINE_DOCSEARCH_DB", "PIPELINE_EMBEDDING_CACHE_DB",
                "PIPELINE_ID", "PIPELINE_DIR", "CI_PIPELINE_ID", "CONTINUE_DIR", "PATH"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONTIMG_INGEST_PORT", "CONTIMG_INGEST_PORT_8080_TCP_ADDR", "CONTIMG_BACKUP_SERVICE_HOST",
            "CONTIMG_DATABASE_SERVICE_PORT_HTTP", "PIPELINE_DATA", "PIPELINE_CAL", "CONTIMG_DEV",
            "PIPELINE_PRODUCTS_DIR", "PIPELINE_QUEUE_DIR", "pipeline_id", "contimg_scratch_dir", "contimg_ingest_port",
            "CONTIMG_REGISTRY_DIR"})
    void whatOthersMayWellSetIsLeftToThem(String name) {
        assertThat(MisspeltNames.variables(List.of(name))).isEmpty();
    }

    @Test
    void theElementOfAListIsItsKey() {
        assertThat(MisspeltNames.keys(List.of("contimg.access.hosts[0]", "contimg.access.hosts[12]"))).isEmpty();
        assertThat(MisspeltNames.keys(List.of("contimg.access.host[0]"))).hasSize(1);
    }

    @Test
    void everyKeyOfTheDocumentationIsKnownAndNoOther() throws IOException {
        Set<String> documented = new TreeSet<>();
        Matcher rows = ROW.matcher(Files.readString(Path.of("docs/configuration.md")));
        while (rows.find()) {
            if (rows.group(1).endsWith(".*")) {
                Stream.of("products", "cal_registry", "hdf5", "ingest", "data_registry")
                        .forEach(name -> documented.add(rows.group(1).replace("*", name)));
            } else {
                documented.add(rows.group(1));
            }
        }
        assertThat(SettingNames.KEYS).isEqualTo(documented);
    }

    @Test
    void whatOurOwnFilesAndProgramsSetIsKnown() throws IOException {
        for (String file : List.of("deploy/contimg-db.env", "deploy/dev/stand-in-converter", ".ci/run",
                "src/main/resources/META-INF/microprofile-config.properties", "docs/deploy.md", "docs/access.md",
                "README.md", "docs/queue.md")) {
            List<String> variables = VARIABLE.matcher(Files.readString(Path.of(file))).results()
                    .map(found -> found.group()).toList();
            assertThat(MisspeltNames.variables(variables)).as(file).isEmpty();
        }
    }
}
