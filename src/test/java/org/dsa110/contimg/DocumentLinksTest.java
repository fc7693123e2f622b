package org.dsa110.contimg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** A link from one document to another leads to a file that is there, and to a heading that it has. */
class DocumentLinksTest {
    private static final Pattern LINK = Pattern.compile("\\]\\((?!\\w+:)([^)#\\s]*)(?:#([^)\\s]+))?\\)");

    @Test
    void linksLeadSomewhere() throws IOException {
        List<Path> documents = new ArrayList<>();
        for (Path folder : List.of(Path.of("."), Path.of("docs"))) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
            }
        }
        assertThat(documents).hasSizeGreaterThan(3);
        List<String> dead = new ArrayList<>();
        for (Path document : documents) {
            Matcher link = LINK.matcher(Files.readString(document));
            while (link.find()) {
                Path to = link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1));
                if (Files.notExists(to) || link.group(2) != null && !headings(to).contains(link.group(2))) {
                    dead.add(document + ": " + link.group());
                }
            }
        }
        assertThat(dead).isEmpty();
    }

    /** As GitHub makes them out of the words. */
    private static List<String> headings(Path document) throws IOException {
        return Files.readAllLines(document).stream().filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}_ -]", "")
                        .replace(' ', '-'))
                .toList();
    }
}
