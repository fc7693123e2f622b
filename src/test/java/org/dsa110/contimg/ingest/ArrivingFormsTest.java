package org.dsa110.contimg.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.ingest.internal.uvh5.Hdf5Forms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Subband files in every form that HDF5 has are recorded, and none keeps another from being recorded. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
@TestProfile(ArrivingFormsTest.OnItsOwn.class)
class ArrivingFormsTest {
    private static final int SUBBANDS = 16;

    public static class OnItsOwn implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("contimg.ingest.scheduled", "true",
                    "contimg.ingest.incoming-dir", "${contimg.state-dir}/incoming",
                    "contimg.ingest.scan-interval", "1s");
        }
    }

    StateFiles files;

    @Test
    @Timeout(300)
    void filesOfEveryFilterTypeAndIndexAreRecorded() throws IOException {
        Path incoming = Files.createDirectories(files.folder().resolve("incoming"));
        Map<String, byte[]> forms = Hdf5Forms.all();
        List<String> whole = forms.keySet().stream().filter(name -> name.matches("(whole|rounded)-.*")).sorted()
                .toList();
        assertThat(whole).anyMatch(name -> name.contains("bitshuffle-lz4")).anyMatch(name -> name.contains("-lz4"))
                .anyMatch(name -> name.contains("-lzf"));
        // What is not whole comes first in the order of names, where it would stop what is behind it.
        int written = 0;
        for (String name : Stream.concat(forms.keySet().stream().filter(name -> name.startsWith("partial-")),
                whole.stream()).toList()) {
            Files.write(incoming.resolve(fileName(written++)), forms.get(name));
        }

        int partial = written - whole.size();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(240);
        while (recorded().size() < whole.size() && System.nanoTime() < until) {
            LockSupport.parkNanos(50_000_000);
        }
        List<String> missing = Stream.iterate(0, i -> i + 1).limit(whole.size())
                .filter(i -> !recorded().contains(incoming.resolve(fileName(partial + i)).toString()))
                .map(whole::get).toList();
        assertThat(missing).isEmpty();
        assertThat(recorded()).hasSize(whole.size());
    }

    private static String fileName(int number) {
        return "2026-02-%02dT15:58:07_sb%02d.hdf5".formatted(1 + number / SUBBANDS, number % SUBBANDS);
    }

    private static List<String> recorded() {
        return given().get("/api/v1/ingest/subband_files?limit=1000").then().statusCode(200).extract()
                .path("items.path");
    }
}
