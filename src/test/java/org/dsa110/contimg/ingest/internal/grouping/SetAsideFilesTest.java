package org.dsa110.contimg.ingest.internal.grouping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.dsa110.contimg.LoggedLines;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.ingest.GroupState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files of the incoming folder that no group gets, and where people see them. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class SetAsideFilesTest extends TimedScannerSuite {
    /** So many scans, 15 s apart, that the longest pause between two looks is over. */
    private static final int LONG = 130;

    Path damaged;

    @BeforeEach
    void addADamagedFile() throws IOException {
        damaged = Files.writeString(folder.path(1), "garbage");
    }

    @Test
    void aFileThatIsNotWholeForADayIsSetAsideWithTheReason() {
        scan(LONG);
        time.set(Duration.ofHours(24).toNanos() - 1);
        scanner.scan();
        assertThat(database.setAside("kind")).isEmpty();

        try (LoggedLines lines = new LoggedLines(SetAsideNotes.class)) {
            scan(LONG);
            assertThat(lines.messages()).containsExactly(damaged + " is set aside until it changes, as nothing could be"
                    + " made of it for PT24H: the file has no HDF5 signature");
        }

        assertThat(database.setAside("kind")).containsOnly(Map.entry(damaged.toString(), "not_whole"));
        assertThat(metrics.counter("contimg_ingest_files", "outcome", "set_aside").count()).isEqualTo(1);
        RestAssured.get("/api/v1/ingest/set_aside_files").then().statusCode(200).body("items", hasSize(1))
                .body("items[0].reason", equalTo("the file has no HDF5 signature"))
                .body("items[0].size_bytes", equalTo(7));
        assertThat(Double.parseDouble(database.text("SELECT last_seen - first_seen FROM set_aside_files")))
                .isBetween(86_400.0, 86_400 + 64 * 15.0);
    }

    @Test
    void whatIsSetAsideIsNotLookedIntoAgainAlsoAfterARestart() {
        setAside();
        int before = reads.get();
        scan(LONG);
        restart();
        scan(LONG);
        assertThat(reads).hasValue(before);
        assertThat(database.setAside("kind")).hasSize(1);
    }

    @Test
    void aFileThatIsSetAsideIsLookedAtAnewWhenItChangesAndItsEntryGoesWhenItIsWhole() throws IOException {
        setAside();
        Files.writeString(damaged, "other garbage");
        scan(2);
        assertThat(database.setAside("kind")).hasSize(1);

        folder.whole(1);
        scan(2);

        assertThat(database.files()).containsOnlyKeys(damaged.toString());
        assertThat(database.setAside("kind")).isEmpty();
    }

    @Test
    void aChangeOfPermissionsCountsAsOne() throws IOException {
        setAside();
        int before = reads.get();
        Files.setPosixFilePermissions(damaged, PosixFilePermissions.fromString("rw-rw-rw-"));
        scan(2);
        assertThat(reads).hasValue(before + 1);
    }

    @Test
    void aFileWhoseEntryIsDeletedIsLookedAtAnew() {
        setAside();
        int before = reads.get();
        RestAssured.given().urlEncodingEnabled(false)
                .delete("/api/v1/ingest/set_aside_files/" + damaged.toString().replace("/", "%2F")).then()
                .statusCode(204);
        scan(2);
        assertThat(reads).hasValue(before + 1);
        assertThat(database.setAside("kind")).isEmpty();
    }

    @Test
    void theEntryOfAFileThatVanishesGoesAway() throws IOException {
        setAside();
        Files.delete(damaged);
        scan(1);
        assertThat(database.setAside("kind")).isEmpty();
    }

    @Test
    void aFileThatGoesOnGrowingIsNotSetAside() throws IOException {
        for (int i = 0; i < 30; i++) {
            Files.writeString(damaged, "garbage".repeat(i + 1));
            scan(3);
            time.addAndGet(Duration.ofHours(23).toNanos());
        }
        assertThat(database.setAside("kind")).isEmpty();
    }

    @Test
    void aFileThatTheServiceStumblesOverIsSetAsideToo() throws IOException {
        scanner = scanners.with(folder.config(), metrics, path -> {
            throw new IllegalStateException();
        }, time::get);
        setAside();
        assertThat(database.setAside("kind")).containsOnly(Map.entry(damaged.toString(), "failed"));
    }

    @Test
    void aLinkThatLeadsToItselfIsToldAndSetAside() throws IOException {
        Path loop = Files.createSymbolicLink(folder.path(2), folder.path(2));
        try (LoggedLines lines = new LoggedLines(FileWatch.class)) {
            setAside();
            assertThat(lines.messages()).filteredOn(line -> line.startsWith(loop.toString())).hasSize(1);
        }
        assertThat(database.setAside("kind")).containsKey(loop.toString());
    }

    @Test
    void aDuplicateIsThereFromItsFirstSightUntilItFindsAPlace() throws IOException {
        Path first = folder.whole("2026-02-11T15:58:07_sb03.hdf5");
        Path copy = folder.whole("2026-02-11T15:58:09_sb03.hdf5");
        scan(2);
        assertThat(database.setAside("group_id")).containsOnly(Map.entry(copy.toString(), GROUP));
        assertThat(database.setAside("reason")).containsValue("group " + GROUP + " has its subband already");
        database.execute("UPDATE set_aside_files SET first_seen = 7, last_seen = 7");
        restart();
        scan(3);
        assertThat(database.setAside("first_seen")).containsOnly(Map.entry(copy.toString(), "7.0"));

        Files.delete(first);
        scan(1);

        assertThat(database.files()).containsOnlyKeys(copy.toString());
        assertThat(database.setAside("kind")).isEmpty();
    }

    @Test
    void whatOthersSayOfOtherFilesStays() {
        database.execute("INSERT INTO set_aside_files (path, kind, reason, first_seen, last_seen) VALUES "
                + "('/elsewhere/" + GROUP + "_sb00.hdf5', 'own', '', 1, 1), ('" + folder.path("notes")
                + "', 'own', '', 1, 1)");
        scan(3);
        assertThat(database.setAside("kind")).hasSize(2);
    }

    @Test
    void anUnchangedFolderWritesNothing() {
        folder.whole("2026-02-11T15:58:07_sb03.hdf5");
        folder.whole("2026-02-11T15:58:09_sb03.hdf5");
        setAside();
        database.execute("UPDATE set_aside_files SET last_seen = 7");
        database.state(GROUP, GroupState.FAILED);
        scan(LONG);
        assertThat(database.setAside("last_seen")).hasSize(2)
                .allSatisfy((path, seen) -> assertThat(seen).isEqualTo("7.0"));
    }

    private void setAside() {
        scan(LONG);
        time.addAndGet(Duration.ofDays(1).toNanos());
        scan(LONG);
        assertThat(database.setAside("kind")).containsKey(damaged.toString());
    }

    @Override
    void scan(int times) {
        for (int i = 0; i < times; i++) {
            scanner.scan();
            time.addAndGet(Duration.ofSeconds(15).toNanos());
        }
    }
}
