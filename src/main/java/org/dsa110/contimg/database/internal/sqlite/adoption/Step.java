package org.dsa110.contimg.database.internal.sqlite.adoption;

import java.util.List;

/**
 * A part of a plan.
 *
 * @param sentence what it does, for people
 * @param statements that do it; empty where the statement that makes a table is edited instead
 * @param edit null where statements do it
 */
record Step(String sentence, List<String> statements, TextEdit edit) {
    static Step of(String sentence, String... statements) {
        return new Step(sentence, List.of(statements), null);
    }

    static Step of(String sentence, TextEdit edit) {
        return new Step(sentence, List.of(), edit);
    }
}
