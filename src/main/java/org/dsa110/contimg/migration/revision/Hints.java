package org.dsa110.contimg.migration.revision;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the developer says that no comparison can know. Thread-safe.
 *
 * @param renames what has another name now
 * @param drops what may be dropped: {@code table}, {@code table.column}, or the name of an index
 */
public record Hints(List<Rename> renames, Set<String> drops) {
    /** Nothing. */
    public static final Hints NONE = new Hints(List.of(), Set.of());

    /**
     * @param table that is renamed, or has the column
     * @param column null where the table is renamed
     * @param to its name from now on
     */
    public record Rename(String table, String column, String to) {
        /** @throws IllegalArgumentException if it is not {@code table=new} or {@code table.old=new} */
        public static Rename of(String text) {
            String[] sides = text.split("=", -1);
            String[] names = sides[0].split("\\.", -1);
            if (sides.length != 2 || sides[1].isBlank() || names.length > 2 || names[0].isBlank()
                    || names[names.length - 1].isBlank()) {
                throw new IllegalArgumentException("'" + text + "' is not like table.old=new, or table=new");
            }
            return new Rename(names[0], names.length == 2 ? names[1] : null, sides[1]);
        }

        /** The statement that does it. */
        String sql() {
            return column == null
                    ? "ALTER TABLE IF EXISTS " + table + " RENAME TO " + to
                    : "ALTER TABLE " + table + " RENAME COLUMN IF EXISTS " + column + " TO " + to;
        }

        /** In words. */
        String words() {
            return column == null
                    ? "rename table " + table + " to " + to
                    : "rename column " + column + " of table " + table + " to " + to;
        }
    }

    boolean drops(String what) {
        return drops.stream().anyMatch(drop -> drop.equalsIgnoreCase(what));
    }

    /** Those of which nothing has come, in sentences. */
    public List<String> unused(List<Change> changes) {
        Set<String> done = changes.stream().map(Change::words).collect(Collectors.toSet());
        List<String> sentences = new ArrayList<>();
        renames.stream().filter(rename -> !done.contains(rename.words()))
                .forEach(rename -> sentences.add("nothing is there to " + rename.words()));
        for (String drop : drops) {
            String[] names = drop.split("\\.", 2);
            Set<String> words = names.length == 2
                    ? Set.of("drop column " + names[1] + " of table " + names[0])
                    : Set.of("drop table " + drop, "drop index " + drop);
            if (done.stream().noneMatch(each -> words.stream().anyMatch(each::equalsIgnoreCase))) {
                sentences.add("nothing is there to drop that is called " + drop + " and that no entity has");
            }
        }
        return sentences;
    }
}
