package org.dsa110.contimg.ingest.internal.folder;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;

/**
 * A set of names of subband files, in order of time: for each second the subbands, so that the 120,000 names of a month take some 3 MB in place
 * of 15. Other names are never in it. Not thread-safe.
 */
public final class SubbandNames {
    /** What is in a name at each place: a digit where there is a 0. */
    private static final String FORM = "0000-00-00T00:00:00_sb00.hdf5";
    private static final int SECOND_ENDS = FORM.indexOf("_sb");
    private static final int SUBBAND = SECOND_ENDS + 3;
    private static final int MOST_SUBBANDS = 32;

    /** The subbands, a bit for each, by the digits of the time. */
    private final TreeMap<Long, Integer> bySecond;

    public SubbandNames() {
        this(new TreeMap<>());
    }

    private SubbandNames(TreeMap<Long, Integer> bySecond) {
        this.bySecond = bySecond;
    }

    /** @param name of a subband file; whether its time exists is for the caller to know */
    public void add(String name) {
        bySecond.merge(second(name), bit(name), (before, added) -> before | added);
    }

    /** @return whether it was in the set */
    public boolean remove(String name) {
        if (!contains(name)) {
            return false;
        }
        int left = bySecond.get(second(name)) & ~bit(name);
        if (left == 0) {
            bySecond.remove(second(name));
        } else {
            bySecond.put(second(name), left);
        }
        return true;
    }

    public boolean contains(String name) {
        return hasForm(name) && (bySecond.getOrDefault(second(name), 0) & bit(name)) != 0;
    }

    public boolean isEmpty() {
        return bySecond.isEmpty();
    }

    /** Those that are in another set too, as a new one. */
    public SubbandNames and(SubbandNames others) {
        return combined(others, true);
    }

    /** Those that are not in another set, as a new one. */
    public SubbandNames without(SubbandNames others) {
        return combined(others, false);
    }

    private SubbandNames combined(SubbandNames others, boolean in) {
        TreeMap<Long, Integer> combined = new TreeMap<>();
        bySecond.forEach((second, subbands) -> {
            int there = others.bySecond.getOrDefault(second, 0);
            int kept = subbands & (in ? there : ~there);
            if (kept != 0) {
                combined.put(second, kept);
            }
        });
        return new SubbandNames(combined);
    }

    /** The names as they are now, earliest first; the set may be changed meanwhile. */
    public Iterable<String> snapshot() {
        Map<Long, Integer> copy = new TreeMap<>(bySecond);
        return () -> new Names(copy.entrySet().iterator());
    }

    /** Whether a text looks like the name of a subband file, whatever its digits say. */
    private static boolean hasForm(String name) {
        if (name.length() != FORM.length()) {
            return false;
        }
        for (int i = 0; i < FORM.length(); i++) {
            char there = name.charAt(i);
            if (FORM.charAt(i) == '0' ? there < '0' || there > '9' : there != FORM.charAt(i)) {
                return false;
            }
        }
        return Integer.parseInt(name, SUBBAND, SUBBAND + 2, 10) < MOST_SUBBANDS;
    }

    private static long second(String name) {
        long digits = 0;
        for (int i = 0; i < SECOND_ENDS; i++) {
            if (FORM.charAt(i) == '0') {
                digits = digits * 10 + name.charAt(i) - '0';
            }
        }
        return digits;
    }

    private static int bit(String name) {
        return 1 << Integer.parseInt(name, SUBBAND, SUBBAND + 2, 10);
    }

    private static String name(long second, int subband) {
        char[] name = FORM.toCharArray();
        long digits = second;
        for (int i = SECOND_ENDS - 1; i >= 0; i--) {
            if (FORM.charAt(i) == '0') {
                name[i] = (char) ('0' + digits % 10);
                digits /= 10;
            }
        }
        name[SUBBAND] = (char) ('0' + subband / 10);
        name[SUBBAND + 1] = (char) ('0' + subband % 10);
        return new String(name);
    }

    /** Makes each name only when it is asked for. */
    private static final class Names implements Iterator<String> {
        private final Iterator<Map.Entry<Long, Integer>> seconds;
        private final List<String> next = new ArrayList<>();

        Names(Iterator<Map.Entry<Long, Integer>> seconds) {
            this.seconds = seconds;
        }

        @Override
        public boolean hasNext() {
            return !next.isEmpty() || seconds.hasNext();
        }

        @Override
        public String next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            if (next.isEmpty()) {
                Map.Entry<Long, Integer> second = seconds.next();
                for (int subband = MOST_SUBBANDS - 1; subband >= 0; subband--) {
                    if ((second.getValue() & 1 << subband) != 0) {
                        next.add(name(second.getKey(), subband));
                    }
                }
            }
            return next.remove(next.size() - 1);
        }
    }
}
