package org.dsa110.contimg.internal.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds what was meant to be a setting and is none, and would be passed over without a word. Of the environment not everything is looked at
 * that begins with {@code CONTIMG_} or {@code PIPELINE_}: the pipeline's other programs have a hundred such variables. Only what begins as
 * settings of ours do, or nearly is the name of one. Stateless.
 */
public final class MisspeltNames {
    private static final String KEYS = "contimg.";
    private static final Set<String> PREFIXES = Set.of("CONTIMG", "PIPELINE");
    /** How many letters the beginning of a variable may have wrong. */
    private static final int WRONG_IN_PREFIX = 2;
    /** Of so many letters of a name one may be wrong; and three in all. */
    private static final int LETTERS_PER_FAULT = 4;
    private static final int MOST_FAULTS = 3;
    /** The beginnings that nobody else has, such as {@code CONTIMG_INGEST_}. */
    private static final Pattern OURS = Pattern.compile(SettingNames.KEYS.stream()
            .filter(key -> key.indexOf('.', KEYS.length()) > 0)
            .map(key -> SettingNames.variable(key.substring(0, key.indexOf('.', KEYS.length()) + 1)))
            .distinct().sorted().collect(Collectors.joining("|", "(", ").*")));

    /** What Kubernetes tells each container of a service of this name, such as {@code CONTIMG_INGEST_SERVICE_HOST}. */
    private static final Pattern LINKS = Pattern
            .compile("\\w+_(PORT|PORT_\\w+|SERVICE_HOST|SERVICE_PORT|SERVICE_PORT_\\w+)");
    /** The place of an element of a list, as {@code contimg.access.hosts[0]} has it. */
    private static final String PLACE = "\\[\\d+]$";

    private MisspeltNames() {
    }

    /**
     * Of variables of the environment, a sentence for each that is misspelt, or is not in capitals.
     *
     * @param names of all variables
     */
    public static List<String> variables(Collection<String> names) {
        return sentences(names, MisspeltNames::isMisspelt, SettingNames.VARIABLES);
    }

    /**
     * Of the keys of a file or of system properties, a sentence for each that begins as ours do, and is none.
     *
     * @param names of all keys, which may begin with a profile, such as {@code %dev.}
     */
    public static List<String> keys(Collection<String> names) {
        return sentences(names.stream().map(name -> name.replaceFirst("^%[^.]*\\.", "")).toList(),
                name -> name.startsWith(KEYS)
                        && !SettingNames.KEYS.contains(name.replace("\"", "").replaceFirst(PLACE, "")),
                SettingNames.KEYS);
    }

    private static List<String> sentences(Collection<String> names, Predicate<String> misspelt, Set<String> known) {
        return new TreeSet<>(names).stream().filter(misspelt)
                .map(name -> name + " is no setting of this program; " + nearest(name, known) + " is").toList();
    }

    private static boolean isMisspelt(String name) {
        String capitals = name.toUpperCase(Locale.ROOT);
        if (!capitals.equals(name)) {
            // Some of these count and some do not: those that stand for keys, and those of the pipeline.
            return SettingNames.VARIABLES.contains(capitals) || isMisspelt(capitals);
        }
        int end = name.indexOf('_');
        if (end < 0 || LINKS.matcher(name).matches() || SettingNames.VARIABLES.contains(name)
                || SettingNames.OTHERS.contains(name)) {
            return false;
        }
        String prefix = name.substring(0, end);
        if (PREFIXES.stream().noneMatch(each -> distance(each, prefix) <= WRONG_IN_PREFIX)) {
            return false;
        }
        return OURS.matcher(name).matches()
                || SettingNames.VARIABLES.stream().anyMatch(known -> isNear(name, known) || isPart(name, known));
    }

    private static boolean isNear(String name, String known) {
        if (name.endsWith("_DIR") && known.endsWith("_DB")) {
            // Two words that are no slip of each other.
            return false;
        }
        int letters = known.length() - known.indexOf('_') - 1;
        return distance(name, known) <= Math.max(1, Math.min(MOST_FAULTS, letters / LETTERS_PER_FAULT));
    }

    /** Whether the last word is missing, as of {@code PIPELINE_STATE}, or some within and two are left, as of {@code CONTIMG_INCOMING_DIR}. */
    private static boolean isPart(String name, String known) {
        String words = name.substring(name.indexOf('_'));
        return known.startsWith(name + "_") && known.indexOf('_', name.length() + 1) < 0
                || words.indexOf('_', 1) > 0 && known.endsWith(words)
                        && known.startsWith(name.substring(0, name.indexOf('_') + 1));
    }

    private static String nearest(String name, Set<String> known) {
        String variable = SettingNames.variable(name);
        return known.stream().min(Comparator
                .<String>comparingInt(each -> isPart(variable, SettingNames.variable(each)) ? 0 : 1)
                .thenComparingInt(each -> distance(variable, SettingNames.variable(each)))
                .thenComparing(Comparator.naturalOrder())).orElseThrow();
    }

    /** How many letters have to be added, left out, changed, or exchanged with the next one (Damerau's distance, each letter once). */
    private static int distance(String one, String other) {
        int[] beforeLast = new int[other.length() + 1];
        int[] last = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = last[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, Math.min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[other.length()];
    }
}
