package org.dsa110.contimg.database.internal.sqlite.adoption;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.dsa110.contimg.database.internal.sqlite.alter.Clause;
import org.dsa110.contimg.database.internal.sqlite.alter.Clause.Kind;
import org.dsa110.contimg.database.internal.sqlite.alter.TableText;
import org.dsa110.contimg.database.internal.sqlite.alter.Token;

/** Which CHECKs of a table would refuse rows that the service writes. */
final class Conditions {
    private Conditions() {
    }

    /** @param wanted the form of the migrations; one of its own conditions, or a wider list of values, refuses nothing that it takes */
    static List<Clause> blocking(TableText text, Table found, Table wanted, Model model) {
        List<Clause> ours = new TableText(wanted.sql()).clauses(Kind.CHECK);
        return text.clauses(Kind.CHECK).stream().filter(check -> {
            if (check.columns().stream().noneMatch(name -> wanted.column(name) != null)) {
                return model.isBroken(check, found);
            }
            return ours.stream().noneMatch(own -> isSame(check, own) || isWider(check, own));
        }).toList();
    }

    private static boolean isSame(Clause check, Clause own) {
        return normal(check).equals(normal(own));
    }

    /** Whether both are {@code column IN (values)} and the other has all values of ours. */
    private static boolean isWider(Clause check, Clause own) {
        List<String> theirs = normal(check);
        List<String> list = normal(own);
        return isList(theirs) && isList(list) && theirs.get(1).equals(list.get(1))
                && values(theirs).containsAll(values(list));
    }

    private static boolean isList(List<String> tokens) {
        return tokens.size() > 5 && tokens.get(2).equals("in") && tokens.get(3).equals("(")
                && tokens.indexOf(")") == tokens.size() - 2;
    }

    private static Set<String> values(List<String> tokens) {
        return new HashSet<>(tokens.subList(4, tokens.size() - 2));
    }

    private static List<String> normal(Clause check) {
        return Token.of(check.sql()).stream().map(Token::normal).toList();
    }
}
