package org.dsa110.contimg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.dsa110.contimg.InstalledFiles.Ended;
import org.dsa110.contimg.KeepAliveClient.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The unit is one that systemd takes, hardened, and its command serves under what the unit says of users, folders and system calls. */
class UnitIT {
    private static final Path RUN_UNIT = Path.of("src/test/sh/run-unit").toAbsolutePath();
    private static final String UNIT = "/usr/local/lib/systemd/system/contimg-db.service";
    private static final String STATE = "/data/dsa110-contimg/state";
    private static final String ON_THE_JVM = "/usr/local/lib/contimg-db-on-the-jvm";
    private static final String ENDED_GROUPS = "/api/v1/ingest/ingest_queue?state__in=completed,failed&fields=state,error";
    /** What run-unit ends with where a machine does not let it. */
    private static final int SKIPPED = 77;
    private static final Pattern EXPOSURE = Pattern.compile("Overall exposure level for .*: ([0-9.]+) ");

    @TempDir
    Path folder;

    private InstalledFiles installed;

    @BeforeEach
    void install() throws Exception {
        Path root = folder.resolve("root");
        installed = new InstalledFiles(root);
        Path program = InstalledFiles.program(installed.file(ON_THE_JVM), Path.of(ON_THE_JVM));
        Ended ended = installed.install(Path.of("deploy").toAbsolutePath(), "--binary", program.toString());
        assertThat(ended.status()).as(ended.output()).isZero();
    }

    @Test
    void systemdFindsNothingToSay() throws Exception {
        Ended ended = analyze("verify", "--man=no", unitOfThisMachine().toString());
        assertThat(ended).isEqualTo(new Ended(0, ""));
    }

    @Test
    void itIsExposedByTwoAtMost() throws Exception {
        Ended ended = analyze("security", "--offline=true", "--no-pager", unitOfThisMachine().toString());
        Matcher exposure = EXPOSURE.matcher(ended.output());
        assertThat(exposure.find()).as(ended.output()).isTrue();
        assertThat(Double.parseDouble(exposure.group(1))).as(ended.output()).isLessThanOrEqualTo(2.0);
    }

    /** {@code ""}: what needs only root; {@code confined}: the unit's system calls too. */
    @ParameterizedTest
    @ValueSource(strings = {"", "confined"})
    void itsCommandServesConvertsAndEndsUnderItsRules(String confined) throws Exception {
        Path incoming = installed.file(STATE + "/incoming");
        set(Map.of("QUARKUS_HTTP_PORT", "0", "CONTIMG_INGEST_INCOMING_DIR", STATE + "/incoming",
                "CONTIMG_INGEST_SCAN_INTERVAL", "1s", "CONTIMG_INGEST_CONVERTER_COMMAND",
                "exec /usr/local/bin/stand-in-converter",
                "CONTIMG_STANDIN_SECONDS", "0"));
        Files.copy(Path.of("deploy/dev/stand-in-converter"), installed.file("/usr/local/bin/stand-in-converter"));
        try (ServiceProcess service = runUnit(confined);
                KeepAliveClient http = KeepAliveClient.connect(service.address())) {
            Answer created = http.send("POST", "/api/v1/ingest/performance_metrics", "application/json",
                    "{\"group_id\": \"a\", \"load_time\": 1.5, \"recorded_at\": 1}");
            assertThat(created.status()).as(created.body()).isEqualTo(201);
            assertThat(status(service)).containsPattern("\nUid:\t([1-9][0-9]*)\t\\1\t\\1\t\\1\n")
                    .contains("\nCapBnd:\t0000000000000000\n", "\nNoNewPrivs:\t1\n")
                    .contains(confined.isEmpty() ? "" : "\nSeccomp:\t2\n");
            assertThat(groupsFiles()).as("files that programs of the group can write").hasSize(15);

            try (ServiceProcess simulate = ServiceProcess.start(folder, Map.of(), "simulate", "--target",
                    incoming.toString(), "--seed", "1")) {
                assertThat(simulate.awaitExit()).as(simulate.output()).isZero();
            }
            Answer answer = http.get(ENDED_GROUPS);
            long until = System.nanoTime() + Duration.ofMinutes(2).toNanos();
            while (answer.body().contains("\"items\":[]")) {
                assertThat(System.nanoTime()).as(service.output()).isLessThan(until);
                LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
                answer = http.get(ENDED_GROUPS);
            }
            assertThat(answer.body()).contains("\"state\":\"completed\"");

            long told = System.nanoTime();
            assertThat(service.stop()).as(service.output()).isEqualTo(143);
            assertThat(Duration.ofNanos(System.nanoTime() - told)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void aStateFolderThatTheUnitDoesNotNameCannotBeWritten() throws Exception {
        Path elsewhere = Files.createDirectories(installed.file("/srv/state"));
        Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwxrwxrwx"));
        set(Map.of("PIPELINE_STATE_DIR", "/srv/state", "QUARKUS_HTTP_PORT", "0"));
        try (ServiceProcess service = runUnit("")) {
            assertThat(service.awaitExit()).as(service.output()).isEqualTo(1);
            assertThat(service.output())
                    .contains("\ncontimg-db: /srv/state may not be read and written by the user contimg,"
                            + " though its permissions let everybody: a systemd unit lets a service write below its ReadWritePaths");
        }
    }

    /** Skips the test where run-unit says that it cannot. */
    private ServiceProcess runUnit(String confined) throws Exception {
        boolean onTheJvm = InstalledFiles.nativeProgram() == null;
        assumeTrue(!onTheJvm || InstalledFiles.java().startsWith("/usr"),
                "Java is not in /usr, where the unit lets programs be, and there is no native program");
        List<String> command = new ArrayList<>(List.of(RUN_UNIT.toString(), folder.resolve("root").toString()));
        if (!confined.isEmpty()) {
            command.add(onTheJvm ? "jit" : confined);
        }
        ServiceProcess service = ServiceProcess.start(new ProcessBuilder(command));
        if (!service.listens()) {
            assumeTrue(service.awaitExit() != SKIPPED, service.output());
        }
        return service;
    }

    private static String status(ServiceProcess service) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(service.pid()), "status"));
    }

    /** Those of the databases that the group of the state folder can read and write, and others cannot. */
    private List<Path> groupsFiles() throws IOException {
        Path state = installed.file(STATE);
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(state)) {
            for (Path file : files.filter(file -> file.toString().contains(".sqlite3")).toList()) {
                if (PosixFilePermissions.toString(Files.getPosixFilePermissions(file)).equals("rw-rw----")
                        && Files.getAttribute(file, "unix:gid").equals(Files.getAttribute(state, "unix:gid"))) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    /** Adds to the variables, as an operator does. */
    private void set(Map<String, String> variables) throws IOException {
        Path file = installed.file("/etc/contimg-db/contimg-db.env");
        StringBuilder text = new StringBuilder(Files.readString(file));
        variables.forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
        Files.writeString(file, text);
    }

    /** With the program where it is on this machine, as systemd looks for it. */
    private Path unitOfThisMachine() throws IOException {
        String text = Files.readString(installed.file(UNIT));
        String program = "/usr/local/bin/contimg-db";
        assertThat(text).contains("\nExecStart=" + program + " serve\n");
        return Files.writeString(folder.resolve("contimg-db.service"),
                text.replace(program, installed.file(program).toString()));
    }

    private static Ended analyze(String... arguments) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/systemd-analyze")), "there is no systemd-analyze");
        return InstalledFiles.run(Stream.concat(Stream.of("systemd-analyze"), Stream.of(arguments)).toList());
    }
}
