package org.dsa110.contimg.console;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import io.quarkus.qute.Engine;
import io.quarkus.qute.TemplateLocator;
import io.quarkus.qute.Variant;
import org.dsa110.contimg.rest.declare.WithRest;

/**
 * The pages of the console, and the scripts and styles that they ask for; none has anything of a database in it. Each is made when it is asked for
 * first, so that a start does not pay for it. Thread-safe.
 */
@WithRest
@Singleton
class ConsoleFiles {
    private static final String HTML = "text/html;charset=UTF-8";
    private static final String SCRIPT = "text/javascript;charset=UTF-8";
    private static final String STYLE = "text/css;charset=UTF-8";
    private static final String PICTURE = "image/svg+xml";
    private static final String OWN = "console/";
    /** Of the library that draws plots, what browsers need. */
    private static final String PLOTS = "META-INF/resources/webjars/uplot/1.6.30/dist/";
    /** What the scripts of the views have in common. */
    private static final List<String> SHARED = List.of("rest", "page", "dom", "format", "plot", "map", "colours",
            "position", "schema", "values", "exports", "list", "row", "caltables", "choice", "timeline", "validity",
            "imagery", "marks", "groups", "asking");

    /** @param resource its path among the program's resources */
    private record Source(String mediaType, String resource) {
    }

    /**
     * The text of a template; names of views are all that is put into one, so nothing is escaped.
     *
     * @param id as templates name one another
     */
    private record PageSource(String id) implements TemplateLocator.TemplateLocation {
        @Override
        public Reader read() {
            return new StringReader(new String(ConsoleFiles.read("templates/" + id + ".html"), StandardCharsets.UTF_8));
        }

        @Override
        public Optional<Variant> getVariant() {
            return Optional.empty();
        }
    }

    private final Engine templates;
    private final Map<String, Source> sources;
    private final Map<String, ConsoleFile> made = new ConcurrentHashMap<>();

    ConsoleFiles() {
        templates = Engine.builder().addDefaults().addLocator(id -> Optional.of(new PageSource(id))).build();
        sources = Stream.concat(Arrays.stream(View.values()).map(View::id), SHARED.stream()).map(name -> name + ".js")
                .collect(Collectors.toMap(name -> name, name -> new Source(SCRIPT, OWN + name)));
        sources.put("console.css", new Source(STYLE, OWN + "console.css"));
        sources.put("icon.svg", new Source(PICTURE, OWN + "icon.svg"));
        sources.put("uplot.js", new Source(SCRIPT, PLOTS + "uPlot.iife.min.js"));
        sources.put("uplot.css", new Source(STYLE, PLOTS + "uPlot.min.css"));
    }

    ConsoleFile page(View view) {
        return made.computeIfAbsent(view.id(), id -> ConsoleFile.of(HTML, templates.getTemplate(OWN + id)
                .data("view", view.data()).data("menu", View.menu().stream().map(View::data).toList()).render()
                .getBytes(StandardCharsets.UTF_8)));
    }

    /** What is at {@code /console/} and this name, if there is anything: a page, or what pages ask for. */
    Optional<ConsoleFile> named(String name) {
        Source source = sources.get(name);
        return source == null
                ? View.named(name).map(this::page)
                : Optional.of(
                        made.computeIfAbsent(name, key -> ConsoleFile.of(source.mediaType(), read(source.resource()))));
    }

    private static byte[] read(String resource) {
        try (InputStream in = ConsoleFiles.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new FileNotFoundException("the program has no " + resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
