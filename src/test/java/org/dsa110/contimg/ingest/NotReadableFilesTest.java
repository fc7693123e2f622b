package org.dsa110.contimg.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.dsa110.contimg.NamedPipe;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.ingest.internal.uvh5.Hdf5Forms;
import org.dsa110.contimg.observation.SubbandFileName;
import org.dsa110.contimg.rest.Waiting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files that are whole, and stored in a way for which the service has no reader, go the way of all others. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
@TestProfile(NotReadableFilesTest.OnItsOwn.class)
class NotReadableFilesTest {
    private static final String READABLE = "2026-02-11T15:58:07";
    private static final String NOT_READABLE = "2026-02-11T16:58:07";
    private static final String REASON = "Header/time_array: it is compressed by the filter Blosc";

    public static class OnItsOwn implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("contimg.ingest.scheduled", "true",
                    "contimg.ingest.incoming-dir", "${contimg.state-dir}/incoming",
                    "contimg.ingest.scan-interval", "1s", "contimg.ingest.drain-interval", "1s",
                    "contimg.ingest.converter.command", "echo /ms/$CONTIMG_GROUP_ID.ms");
        }
    }

    StateFiles files;

    @Test
    @Timeout(180)
    void aGroupOfFilesThatAreWholeButNotReadableIsConvertedAndSaysWhy() throws Exception {
        Path incoming = Files.createDirectories(files.folder().resolve("incoming"));
        Map<String, byte[]> forms = Hdf5Forms.all();
        byte[] readable = forms.get("whole-filter-gzip-debian.hdf5");
        byte[] notReadable = forms.get("unreadable-filter-blosc-debian.hdf5");
        // Damaged, and before the others in the order of names.
        Files.write(incoming.resolve("2026-02-10T15:58:07_sb00.hdf5"), new byte[100]);
        NamedPipe.make(incoming.resolve("2026-02-10T15:58:07_sb01.hdf5"));
        for (int subband = 0; subband < SubbandFileName.SUBBANDS; subband++) {
            arrive(incoming, READABLE, subband, subband == 3 ? notReadable : readable);
            arrive(incoming, NOT_READABLE, subband, notReadable);
        }

        for (String group : new String[]{READABLE, NOT_READABLE}) {
            Waiting.until(group + " is converted", () -> given().get("/api/v1/ingest/ingest_queue/" + group).asString()
                    .contains("\"completed\""));
            // The index of files hears of it last.
            Waiting.until(group + " is registered",
                    () -> given().get("/api/v1/hdf5/groups/" + group + "/files").asString()
                            .contains("_sb15.hdf5"));
        }

        given().get("/api/v1/ingest/subband_files?order=subband_idx&group_id=" + READABLE).then()
                .body("items.not_readable[3]", containsString(REASON)).body("items.not_readable[2]", nullValue());
        given().get("/api/v1/ingest/subband_files?group_id=" + NOT_READABLE).then().body("items", hasSize(16))
                .body("items.not_readable", everyItem(containsString(REASON)));
        given().get("/api/v1/products/ms_index?path=/ms/" + READABLE + ".ms").then()
                .body("items.mid_mjd[0]", notNullValue());
        given().get("/api/v1/products/ms_index?path=/ms/" + NOT_READABLE + ".ms").then()
                .body("items.stage[0]", equalTo("converted")).body("items.mid_mjd[0]", nullValue());
        SubbandFileName name = SubbandFileName.parse(NOT_READABLE + "_sb00.hdf5").orElseThrow();
        given().get("/api/v1/hdf5/groups/" + NOT_READABLE + "/files").then().body("items", hasSize(16))
                .body("items.timestamp_mjd[0].toDouble()", closeTo(name.timestampMjd(), 0.01))
                .body("items.dec_deg", everyItem(nullValue()));
        assertThat(given().get("/q/metrics").asString())
                .contains("contimg_ingest_files_total{outcome=\"not_readable\"} 17.0",
                        "contimg_ingest_files_total{outcome=\"recorded\"} 32.0",
                        "contimg_ingest_files_total{outcome=\"not_whole\"} 2.0")
                .contains("contimg_ingest_failures_total{job=\"scan\"}");
    }

    /** Under another name first, as it is not to be seen before it is whole. */
    private static void arrive(Path incoming, String group, int subband, byte[] content) throws IOException {
        Path written = Files.write(incoming.resolve("written"), content);
        Files.move(written, incoming.resolve("%s_sb%02d.hdf5".formatted(group, subband)));
    }
}
