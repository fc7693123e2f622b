package org.dsa110.contimg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/python.md prints what stands below it, run from top to bottom beside the packaged program on the same files. */
class PythonDocumentIT {
    private static final Pattern CODE = Pattern.compile("```python\n(.*?)```\n\n```text\n(.*?)```", Pattern.DOTALL);
    private static final String MODULES = "requests, sqlalchemy, pandas, astropy";
    private static final String END_OF_BLOCK = "----";

    @TempDir
    Path folder;

    @Test
    void theCodePrintsWhatTheDocumentShows() throws Exception {
        String document = Files.readString(Path.of("docs/python.md"));
        List<String> shown = new ArrayList<>();
        StringBuilder script = new StringBuilder("import os, sys\nos.environ['PIPELINE_STATE_DIR'] = sys.argv[1]\n");
        Matcher code = CODE.matcher(document);
        while (code.find()) {
            script.append(code.group(1)).append("print('" + END_OF_BLOCK + "')\n");
            shown.add(code.group(2).strip());
        }
        assertThat(shown).as("blocks of code, each with its output").hasSize(document.split("```python").length - 1)
                .hasSizeGreaterThan(8);
        Path state = Files.createDirectory(folder.resolve("state"));
        try (ServiceProcess service = ServiceProcess.serve(state, Map.of())) {
            assertThat(printed(script.toString().replace("http://localhost:8080", service.address()), state))
                    .isEqualTo(shown);
        }
    }

    private static List<String> printed(String script, Path state) throws IOException, InterruptedException {
        List<String> blocks = new ArrayList<>();
        for (String block : Python.run(MODULES, script, state).split(END_OF_BLOCK)) {
            blocks.add(block.strip());
        }
        return blocks;
    }
}
