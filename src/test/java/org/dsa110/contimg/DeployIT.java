package org.dsa110.contimg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import org.dsa110.contimg.InstalledFiles.Ended;
import org.dsa110.contimg.database.faults.SmallDisk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script of {@code deploy/} installs below a folder as it does on a host. */
class DeployIT {
    private static final Path DEPLOY = Path.of("deploy").toAbsolutePath();
    private static final String PROGRAM = "/usr/local/bin/contimg-db";
    private static final String PREVIOUS = "/usr/local/lib/contimg-db/contimg-db.previous";
    private static final String ENVIRONMENT = "/etc/contimg-db/contimg-db.env";

    @TempDir
    Path folder;

    private InstalledFiles installed;
    private String first;
    private String second;

    @BeforeEach
    void makePrograms() throws IOException {
        installed = new InstalledFiles(folder.resolve("root"));
        first = InstalledFiles.script(folder.resolve("first"), "echo first").toString();
        second = InstalledFiles.script(folder.resolve("second"), "echo second").toString();
    }

    @Test
    void installingAgainChangesNothing() throws Exception {
        Ended once = installed.install(DEPLOY, "--binary", first);
        assertThat(once.status()).as(once.output()).isZero();
        assertThat(installed.files()).contains(PROGRAM, ENVIRONMENT,
                "/usr/local/lib/systemd/system/contimg-db.service", "/usr/local/lib/sysusers.d/contimg-db.conf",
                "/usr/local/lib/tmpfiles.d/contimg-db.conf", "/usr/local/share/man/man1/contimg-db.1",
                "/usr/local/share/bash-completion/completions/contimg-db").doesNotContain(PREVIOUS);
        assertThat(once.output()).endsWith("systemctl enable --now contimg-db\n");
        List<String> before = installed.listing();
        Ended again = installed.install(DEPLOY, "--binary", first);
        assertThat(again.status()).isZero();
        assertThat(again.output()).startsWith("all is installed as it should be\n");
        assertThat(installed.listing()).isEqualTo(before);
    }

    @Test
    void aDryRunSaysWhatWouldBeDoneAndDoesNothing() throws Exception {
        Ended dry = installed.install(DEPLOY, "--dry-run", "--binary", first);
        assertThat(dry.status()).isZero();
        assertThat(installed.listing()).isEmpty();
        installed.install(DEPLOY, "--binary", first);
        assertThat(installed.files()).allSatisfy(file -> assertThat(dry.output()).contains("would install "
                + installed.file(file) + "\n"));

        List<String> before = installed.listing();
        Ended upgrade = installed.install(DEPLOY, "--dry-run", "--binary", second);
        assertThat(upgrade.output()).isEqualTo("would replace " + installed.file(PROGRAM)
                + ", and keep the one before as " + installed.file(PREVIOUS) + "\n");
        assertThat(installed.listing()).isEqualTo(before);
    }

    @Test
    void theProgramBeforeIsKeptAndCanBeInstalledAgain() throws Exception {
        installed.install(DEPLOY, "--binary", first);
        installed.install(DEPLOY, "--binary", second);
        assertThat(InstalledFiles.run(List.of(installed.file(PROGRAM).toString())).output()).isEqualTo("second\n");
        assertThat(InstalledFiles.run(List.of(installed.file(PREVIOUS).toString())).output()).isEqualTo("first\n");

        installed.install(DEPLOY, "--binary", installed.file(PREVIOUS).toString());
        assertThat(InstalledFiles.run(List.of(installed.file(PROGRAM).toString())).output()).isEqualTo("first\n");
        assertThat(InstalledFiles.run(List.of(installed.file(PREVIOUS).toString())).output()).isEqualTo("second\n");
    }

    @Test
    void variablesThatWereEditedStay() throws Exception {
        installed.install(DEPLOY, "--binary", first);
        Path variables = installed.file(ENVIRONMENT);
        String edited = Files.readString(variables) + "QUARKUS_HTTP_PORT=9000\n";
        Files.writeString(variables, edited);
        Ended again = installed.install(DEPLOY, "--binary", first);
        assertThat(again.output()).contains(variables + " was edited, and stays");
        assertThat(Files.readString(variables)).isEqualTo(edited);
        assertThat(Files.readString(Path.of(variables + ".new")))
                .isEqualTo(Files.readString(DEPLOY.resolve("contimg-db.env")));

        List<String> before = installed.listing();
        installed.install(DEPLOY, "--binary", first);
        assertThat(installed.listing()).isEqualTo(before);
    }

    @Test
    void variablesThatNobodyEditedAreThoseOfTheVersion() throws Exception {
        installed.install(DEPLOY, "--binary", first);
        Path next = folder.resolve("next");
        try (Stream<Path> files = Files.walk(DEPLOY)) {
            for (Path file : files.toList()) {
                Files.copy(file, next.resolve(DEPLOY.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        String variables = Files.readString(DEPLOY.resolve("contimg-db.env"))
                + "\n# Something new.\n#SOMETHING_NEW=1\n";
        Files.writeString(next.resolve("contimg-db.env"), variables);
        assertThat(installed.install(next, "--binary", first).status()).isZero();
        assertThat(Files.readString(installed.file(ENVIRONMENT))).isEqualTo(variables);
        assertThat(installed.file(ENVIRONMENT + ".new")).doesNotExist();
    }

    @Test
    void aProgramInTheFolderIsTakenAndNotOneOfItsNameInThePath() throws Exception {
        InstalledFiles.script(folder.resolve("bin/contimg-db"), "echo of the path; exit 1");
        Path here = InstalledFiles.script(folder.resolve("here/contimg-db"), "echo of the folder");
        ProcessBuilder install = new ProcessBuilder(DEPLOY.resolve("install").toString(), "--dry-run", "--binary",
                "contimg-db").directory(here.getParent().toFile());
        install.environment().merge("PATH", folder.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
        Ended dry = InstalledFiles.run(install);
        assertThat(dry.output()).doesNotContain("does not run on this host");
        assertThat(dry.status()).as(dry.output()).isZero();
    }

    @Test
    void ofSeveralProgramsTheNewestIsTaken() throws Exception {
        Path deploy = folder.resolve("project/deploy");
        try (Stream<Path> files = Files.walk(DEPLOY)) {
            for (Path file : files.toList()) {
                Path copy = deploy.resolve(DEPLOY.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        Path target = folder.resolve("project/target");
        for (String version : List.of("0.9.0", "0.10.0", "0.8.0")) {
            Path program = InstalledFiles.script(target.resolve("contimg-db-" + version + "-runner"),
                    "echo " + version);
            Files.setLastModifiedTime(program, FileTime.from(version.equals("0.10.0")
                    ? Instant.parse("2026-02-01T00:00:00Z")
                    : Instant.parse("2026-01-01T00:00:00Z")));
        }
        assertThat(installed.install(deploy).status()).isZero();
        assertThat(InstalledFiles.run(List.of(installed.file(PROGRAM).toString())).output()).isEqualTo("0.10.0\n");
    }

    @Test
    void aDiskThatIsFullIsToldInOneLineAndNothingIsHalfMade() throws Exception {
        Path mounted = Files.createDirectory(folder.resolve("mounted"));
        Path program = folder.resolve("large");
        Files.write(program, new byte[2 << 20]);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        SmallDisk disk = new SmallDisk(mounted, 1);
        try {
            Path target = mounted.resolve("usr/local/bin/contimg-db");
            assertThat(new InstalledFiles(mounted).install(DEPLOY, "--binary", program.toString())).isEqualTo(
                    new Ended(1, "install " + target + "\ninstall: cannot write " + target
                            + ": No space left on device\n"));
            assertThat(target.getParent()).isEmptyDirectory();
        } finally {
            disk.close();
        }
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        assertThat(new InstalledFiles(file).install(DEPLOY, "--binary", program.toString()).output())
                .endsWith("install: cannot make the folder " + file + "/usr/local/bin: Not a directory\n");
    }

    @Test
    void whatCannotBeInstalledIsRefused() throws Exception {
        assertThat(installed.install(DEPLOY, "--binary", folder.resolve("none").toString()))
                .isEqualTo(new Ended(1, "install: no such file: " + folder.resolve("none") + "\n"));
        Path text = Files.writeString(folder.resolve("text"), "no program");
        assertThat(installed.install(DEPLOY, "--binary", text.toString()))
                .isEqualTo(new Ended(1, "install: not a program: " + text + "\n"));
        assertThat(installed.install(DEPLOY, "--binary").status()).isEqualTo(2);
        assertThat(installed.install(DEPLOY, "--nonsense").status()).isEqualTo(2);
        assertThat(installed.listing()).isEmpty();
    }
}
