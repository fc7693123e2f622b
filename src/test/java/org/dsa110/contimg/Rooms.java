package org.dsa110.contimg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;

/**
 * What the compiled main classes use of each other. A room is a package, named without {@code org.dsa110.contimg.}; a class is named
 * by its room and its outermost class, such as {@code database.Database}. Not changed once made.
 */
final class Rooms {
    private static final String ROOT = "org.dsa110.contimg.";
    private static final Path SOURCES = Path.of("src/main/java/org/dsa110/contimg");
    private static final Pattern IMPORT = Pattern
            .compile("^import (?:static )?org\\.dsa110\\.contimg\\.([a-z0-9.]+\\.[A-Z]\\w*)", Pattern.MULTILINE);
    /** Of several places, the one that is always the same. */
    private static final BinaryOperator<String> FIRST = BinaryOperator.minBy(Comparator.naturalOrder());

    /** By class, then by the class that its class files name: one place where they do. */
    private final Map<String, Map<String, String>> uses = new TreeMap<>();
    private final Map<String, Map<String, Map<String, String>>> imports = new TreeMap<>();
    /** What public members of public classes outside of all rooms named internal have of types inside one. */
    private final Set<String> leaks = new TreeSet<>();
    private final Map<String, Set<String>> files = new TreeMap<>();

    private Rooms() {
    }

    static Rooms ofMainClasses() throws IOException {
        Rooms rooms = new Rooms();
        for (Path source : sources()) {
            rooms.files.computeIfAbsent(room(type(source)), key -> new TreeSet<>())
                    .add(source.getFileName().toString());
        }
        JavaClasses classes = MainClasses.all();
        // A class file may still be there whose source is not.
        classes.stream().filter(type -> rooms.hasSource(outermost(type))).forEach(rooms::add);
        rooms.uses.forEach((user, used) -> used.forEach((name, place) -> rooms.addImport(user, name, place)));
        for (Path source : sources()) {
            rooms.addImportLines(source);
        }
        return rooms;
    }

    static String room(String type) {
        return type.substring(0, type.lastIndexOf('.'));
    }

    /** By room, the names of its source files. */
    Map<String, Set<String>> files() {
        return files;
    }

    /** By class, then by the class that it uses, within the rooms whose names begin so: a place where it does. */
    Map<String, Map<String, String>> uses(String start) {
        Map<String, Map<String, String>> within = new TreeMap<>();
        uses.forEach((user, used) -> used.forEach((name, place) -> {
            if (room(user).startsWith(start) && room(name).startsWith(start)) {
                within.computeIfAbsent(user, key -> new TreeMap<>()).put(name, place);
            }
        }));
        return within;
    }

    /** By room, then by the room that it imports, then by a class that uses one there: a place where it does. */
    Map<String, Map<String, Map<String, String>>> imports() {
        return imports;
    }

    /** The circles of a graph, as large as they are, each with its edges: sets of nodes from each of which all others are reached. */
    static List<String> circles(Map<String, ? extends Map<String, ?>> edges) {
        Map<String, Set<String>> reached = new TreeMap<>();
        edges.keySet().forEach(start -> reached.put(start, reachable(edges, start)));
        Set<Set<String>> circles = new LinkedHashSet<>();
        reached.forEach((start, all) -> {
            Set<String> circle = new TreeSet<>(all);
            circle.removeIf(node -> !reached.getOrDefault(node, Set.of()).contains(start));
            circles.add(circle);
        });
        return circles.stream().filter(circle -> circle.size() > 1).map(circle -> description(circle, edges)).toList();
    }

    private static String description(Set<String> circle, Map<String, ? extends Map<String, ?>> edges) {
        StringBuilder text = new StringBuilder(circle.size() + " in a circle: " + String.join(", ", circle) + "\n");
        for (String from : circle) {
            edges.get(from).forEach((to, place) -> {
                if (circle.contains(to)) {
                    text.append("  " + from + " -> " + to + ": " + place + "\n");
                }
            });
        }
        return text.toString();
    }

    /** All of it in words, for whoever changes the table of imports. */
    String report() {
        StringBuilder text = new StringBuilder("Imports\n");
        for (String room : files.keySet()) {
            text.append(room + ": " + String.join(", ", imports.getOrDefault(room, Map.of()).keySet()) + "\n");
        }
        text.append("\nSource files\n");
        files.forEach((room, names) -> text.append(room + ": " + names.size() + "\n"));
        text.append("\nCircles of rooms\n" + String.join("\n", circles(imports)));
        text.append("\nCircles of classes\n" + String.join("\n", circles(uses)));
        text.append("\nTypes of internal rooms in signatures of others\n" + String.join("\n", leaks));
        text.append("\n\nPlaces of all imports\n");
        imports.forEach((room, imported) -> imported.forEach((name, places) -> {
            text.append(room + " -> " + name + "\n");
            places.forEach((classes, place) -> text.append("  " + classes + ": " + place + "\n"));
        }));
        return text.toString();
    }

    private static Set<String> reachable(Map<String, ? extends Map<String, ?>> edges, String start) {
        Set<String> found = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            Map<String, ?> next = edges.get(open.remove());
            if (next != null) {
                next.keySet().stream().filter(found::add).forEach(open::add);
            }
        }
        return found;
    }

    private void add(JavaClass type) {
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
            JavaClass target = dependency.getTargetClass().getBaseComponentType();
            String user = outermost(type);
            String used = outermost(target);
            if (target.getName().startsWith(ROOT) && !used.equals(user)) {
                uses.computeIfAbsent(user, key -> new TreeMap<>()).merge(used,
                        dependency.getDescription().replace(ROOT, ""), FIRST);
            }
        }
        if (isPublic(type) && !isInternal(type)) {
            type.getCodeUnits().stream().filter(unit -> unit.getModifiers().contains(JavaModifier.PUBLIC)
                    || unit.getModifiers().contains(JavaModifier.PROTECTED)).forEach(this::addLeaks);
        }
    }

    private void addLeaks(JavaCodeUnit unit) {
        Stream.of(unit.getReturnType().getAllInvolvedRawTypes().stream(),
                unit.getParameterTypes().stream().flatMap(type -> type.getAllInvolvedRawTypes().stream()))
                .flatMap(types -> types).filter(Rooms::isInternal)
                .forEach(type -> leaks.add((unit.getFullName() + " has " + type.getName()).replace(ROOT, "")));
    }

    private static boolean isInternal(JavaClass type) {
        return type.getName().startsWith(ROOT) && type.getPackageName().matches(".*\\.internal(\\..*)?");
    }

    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(Rooms::isPublic).orElse(true);
    }

    private boolean hasSource(String type) {
        return files.getOrDefault(room(type), Set.of()).contains(type.substring(room(type).length() + 1) + ".java");
    }

    private void addImport(String user, String used, String place) {
        if (!room(user).equals(room(used))) {
            imports.computeIfAbsent(room(user), key -> new TreeMap<>())
                    .computeIfAbsent(room(used), key -> new TreeMap<>())
                    .putIfAbsent(user + " uses " + used, place);
        }
    }

    private static String outermost(JavaClass type) {
        return type.getName().replace(ROOT, "").replaceAll("\\$.*", "");
    }

    /** Class files do not tell of constants, whose values are copied into them, nor of what only Javadoc names. */
    private void addImportLines(Path source) throws IOException {
        Matcher lines = IMPORT.matcher(Files.readString(source));
        while (lines.find()) {
            addImport(type(source), lines.group(1), "Import in (" + source.getFileName() + ")");
        }
    }

    private static String type(Path source) {
        return SOURCES.relativize(source).toString().replace(".java", "").replace('/', '.');
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> all = Files.walk(SOURCES)) {
            return all.filter(path -> path.toString().endsWith(".java")).sorted().toList();
        }
    }
}
