package org.dsa110.contimg.rest.internal.errors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.junit.jupiter.api.Test;

/** Where nothing says which of two filters comes first, a jar and a native file may differ. */
class FilterOrderTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern OWN_ORDER = Pattern.compile("\\.route\\([^)]*\\)\\s*\\.order\\(");
    private static final Pattern PLACE = Pattern.compile("RouteOrder\\.([A-Z_]+)\\.route\\(");

    @Test
    void noTwoFiltersHaveTheSamePlace() throws Exception {
        Map<String, List<String>> places = new TreeMap<>();
        for (Path source : sources()) {
            if (Files.readString(source).matches("(?s).*@Server(Request|Response)Filter.*")) {
                String name = SOURCES.relativize(source).toString().replace(".java", "").replace('/', '.');
                for (Method method : Class.forName(name).getDeclaredMethods()) {
                    place(method).forEach(place -> places.computeIfAbsent(place, none -> new ArrayList<>())
                            .add(name + "." + method.getName()));
                }
            }
        }
        assertThat(places).hasSizeGreaterThan(4);
        assertThat(places.values()).as("%s", places).allMatch(filters -> filters.size() == 1);
    }

    private static List<String> place(Method method) {
        List<String> places = new ArrayList<>();
        ServerRequestFilter request = method.getAnnotation(ServerRequestFilter.class);
        if (request != null) {
            places.add((request.preMatching() ? "before matching " : "request ") + request.priority());
        }
        ServerResponseFilter response = method.getAnnotation(ServerResponseFilter.class);
        if (response != null) {
            places.add("response " + response.priority());
        }
        return places;
    }

    @Test
    void everyRouteForAllPathsHasAPlaceOfItsOwn() throws IOException {
        List<String> places = new ArrayList<>();
        for (Path source : sources()) {
            String text = Files.readString(source);
            if (!source.endsWith("RouteOrder.java")) {
                assertThat(OWN_ORDER.matcher(text).find()).as("%s has an order of its own", source).isFalse();
            }
            Matcher place = PLACE.matcher(text);
            while (place.find()) {
                places.add(place.group(1));
            }
        }
        assertThat(places)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(RouteOrder.values()).map(Enum::name).toList());
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
