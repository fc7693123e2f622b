package org.dsa110.contimg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.dsa110.contimg.ServiceProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for each command, which is seen by starting all of them. */
class EveryCommandIT {
    @TempDir
    Path folder;

    @Test
    void aMisspeltVariableIsRefusedByEveryCommandInOneLine() throws Exception {
        String state = folder.resolve("state").toString();
        for (String command : List.of("", "serve", "current", "history", "upgrade", "stamp head", "check",
                "backup --to f", "simulate --target incoming", "recompute-variability",
                "token --name a --role read --file tokens")) {
            try (ServiceProcess program = ServiceProcess.start(folder, Map.of("PIPELINE_STATEDIR", state),
                    command.isEmpty() ? new String[0] : command.split(" "))) {
                assertThat(program.awaitExit()).as(command).isEqualTo(1);
                assertThat(program.output()).as(command).isEqualTo(
                        "contimg-db: PIPELINE_STATEDIR is no setting of this program; PIPELINE_STATE_DIR is");
            }
        }
        assertThat(folder).isEmptyDirectory();
        try (ServiceProcess program = ServiceProcess.start(folder, Map.of("PIPELINE_STATEDIR", state), "serve",
                "--help")) {
            assertThat(program.awaitExit()).as("help is given all the same").isZero();
        }
    }
}
