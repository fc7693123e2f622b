package org.dsa110.contimg.rest.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Which name was meant, where one that is misspelt was sent. Stateless. */
public final class NearestName {
    /** Longer ones are no slips, and would take long to compare. */
    private static final int LONGEST = 64;
    /** A third of the letters may be other ones: with more most names are like some other. */
    private static final int LETTERS_OF_A_SLIP = 3;

    private NearestName() {
    }

    /**
     * What an error adds behind the name that is unknown.
     *
     * @return {@code " (did you mean noise_jy?)"}, or nothing where no name is like it
     */
    public static String hint(String wrong, Collection<String> known) {
        if (wrong.length() > LONGEST) {
            return "";
        }
        String sent = wrong.toLowerCase(Locale.ROOT);
        int most = Math.max(1, wrong.length() / LETTERS_OF_A_SLIP);
        return known.stream().filter(name -> Math.abs(name.length() - sent.length()) <= most)
                .filter(name -> distance(sent, name.toLowerCase(Locale.ROOT)) <= most)
                .min(Comparator.comparingInt((String name) -> distance(sent, name.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()))
                .map(name -> " (did you mean " + name + "?)").orElse("");
    }

    /** How many letters are put in, left out, replaced, or swapped with the next, to come from one text to the other (optimal string alignment). */
    private static int distance(String from, String to) {
        int[][] distance = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                if (i == 0 || j == 0) {
                    distance[i][j] = i + j;
                    continue;
                }
                int replaced = distance[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                distance[i][j] = Math.min(replaced, 1 + Math.min(distance[i - 1][j], distance[i][j - 1]));
                if (i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1)) {
                    distance[i][j] = Math.min(distance[i][j], distance[i - 2][j - 2] + 1);
                }
            }
        }
        return distance[from.length()][to.length()];
    }
}
