package org.dsa110.contimg.dataregistry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.Statements;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.ingest.ConvertedFile;
import org.dsa110.contimg.ingest.ConvertedGroup;
import org.dsa110.contimg.ingest.Uvh5Header;
import org.dsa110.contimg.observation.SubbandFileName;
import org.junit.jupiter.api.Test;

/** What data_registry hears of converted groups. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class StagedMeasurementSetTest {
    private static final String GROUP = "2026-02-11T15:58:07";
    private static final String ROW = "data_type || ' ' || status || ' ' || stage_path || ' ' || base_path || ' ' || created_at || ' '"
            + " || staged_at || ' ' || finalization_status || ' ' || coalesce(validation_status, '-')";

    @Inject
    UnitExecutor units;
    @Inject
    StagedMeasurementSetListener listener;

    private final String folder = "/stage/" + UUID.randomUUID();
    private final String path = folder + "/" + GROUP + ".ms";

    @Test
    void aMeasurementSetIsStagedOnceHoweverOftenItIsTold() {
        tell(100, 200, 15);
        tell(100, 200, 15);

        assertThat(row(ROW)).isEqualTo("ms staging " + path + " " + folder + " 200.0 200.0 pending -");
        assertThat(row("metadata_json")).isEqualTo("{\"group_id\":\"" + GROUP + "\",\"subbands\":15,\"start_mjd\":1.0,"
                + "\"end_mjd\":3.0,\"mid_mjd\":2.0,\"dec_deg\":16.5}");
        assertThat(row("auto_publish_enabled || publish_attempts")).isEqualTo("10");
    }

    @Test
    void whatWasFoundOutOfItSinceStaysWhenItIsToldAgain() {
        tell(100, 200, 16);
        execute("UPDATE data_registry SET finalization_status = 'finalized', validation_status = 'validated' WHERE data_id = ?");

        tell(100, 200, 16);

        assertThat(row(ROW)).endsWith(" 200.0 200.0 finalized validated");
    }

    @Test
    void aClockThatWasSetBackDuringTheConversionMakesNoDifference() {
        tell(4000, 400, 16);
        execute("UPDATE data_registry SET finalization_status = 'finalized', validation_status = 'validated' WHERE data_id = ?");

        tell(4000, 400, 16);

        assertThat(row(ROW)).endsWith(" finalized validated");
    }

    @Test
    void whatTheConverterItselfStagedStays() {
        execute("INSERT INTO data_registry (data_type, data_id, base_path, status, stage_path, created_at, staged_at,"
                + " finalization_status, validation_status) VALUES ('ms', ?, '/base', 'staging', '/staged', 150, 150, 'finalized',"
                + " 'validated')");

        tell(100, 200, 16);

        assertThat(row(ROW)).isEqualTo("ms staging /staged /base 150.0 150.0 finalized validated");
    }

    @Test
    void oneThatIsConvertedAgainIsStagedAgain() {
        tell(100, 200, 14);
        execute("UPDATE data_registry SET finalization_status = 'finalized', validation_status = 'validated', qa_status = 'passed',"
                + " metadata_json = json_set(metadata_json, '$.note', 'σ') WHERE data_id = ?");

        tell(300, 400, 16);

        assertThat(row(ROW)).isEqualTo("ms staging " + path + " " + folder + " 200.0 400.0 pending -");
        assertThat(row("coalesce(qa_status, 'none') || json_extract(metadata_json, '$.note')"
                + " || json_extract(metadata_json, '$.subbands')")).isEqualTo("noneσ16");
    }

    @Test
    void oneThatIsPublishedStaysPublished() {
        tell(100, 200, 16);
        execute("UPDATE data_registry SET status = 'published', published_path = '/p', published_at = 250,"
                + " finalization_status = 'finalized', validation_status = 'validated' WHERE data_id = ?");

        tell(300, 400, 16);

        assertThat(row(ROW)).contains("ms published ").endsWith(" 200.0 200.0 finalized validated");
    }

    @Test
    void whatAnotherProgramLeftInTheRowKeepsNobodyWaiting() {
        execute("INSERT INTO data_registry (data_type, data_id, base_path, status, stage_path, created_at, staged_at,"
                + " metadata_json) VALUES ('ms', ?, '/base', 'staging', '/staged', x'00', 'yesterday', 'no JSON')");

        tell(100, 200, 16);

        assertThat(row("staged_at || ' ' || stage_path || ' ' || json_extract(metadata_json, '$.subbands')"))
                .isEqualTo("200.0 " + path + " 16");
    }

    private void tell(double startedAt, double completedAt, int subbands) {
        List<ConvertedFile> files = java.util.stream.IntStream.range(0, subbands)
                .mapToObj(
                        subband -> SubbandFileName.parse(String.format("%s_sb%02d.hdf5", GROUP, subband)).orElseThrow())
                .map(name -> new ConvertedFile(Path.of("/incoming", name.format()), name, 5L, 6.0,
                        new Uvh5Header(1, 3, 2, null, 16.5)))
                .toList();
        listener.onConverted(new ConvertedGroup(GROUP, path, startedAt, completedAt, files)).await().indefinitely();
    }

    private void execute(String sql) {
        units.write(Database.DATA_REGISTRY, connection -> {
            try (PreparedStatement statement = Statements.prepare(connection, sql, path)) {
                return statement.executeUpdate();
            }
        }).await().indefinitely();
    }

    /** Of all rows of the product, which is to be one. */
    private String row(String columns) {
        return units.read(Database.DATA_REGISTRY, connection -> {
            try (PreparedStatement query = Statements.prepare(connection,
                    "SELECT group_concat(" + columns + ") FROM data_registry WHERE data_id = ?", path);
                    ResultSet row = query.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }).await().indefinitely();
    }
}
