package org.dsa110.contimg.database.internal.sqlite.alter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import org.dsa110.contimg.database.internal.sqlite.alter.Clause.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableTextTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~',
            textBlock = """
                CREATE TABLE t(a TEXT NOT NULL, b)                          | CREATE TABLE t(a TEXT  , b)
                CREATE TABLE "t ("(a INT CONSTRAINT "x y" NOT NULL ON CONFLICT FAIL DEFAULT 1) | CREATE TABLE "t ("(a INT   DEFAULT 1)
                CREATE TABLE t(a CHECK (a <> ')' OR a IN (1, 2)) UNIQUE)    | CREATE TABLE t(a   UNIQUE)
                CREATE TABLE t(a REFERENCES p(x) ON DELETE SET NULL NOT DEFERRABLE INITIALLY DEFERRED NOT NULL) | CREATE TABLE t(a    )
                CREATE TABLE t(a BLOB DEFAULT x'00ff' NOT NULL, b DEFAULT (X'00') NOT NULL) | CREATE TABLE t(a BLOB DEFAULT x'00ff'  , b DEFAULT (X'00')  )
                CREATE TABLE t(a, FOREIGN KEY (a) REFERENCES p, UNIQUE (a)) | CREATE TABLE t(a , UNIQUE (a))
                CREATE TABLE t(a, CONSTRAINT c FOREIGN KEY (a) REFERENCES p(x) MATCH FULL UNIQUE (a)) | CREATE TABLE t(a,   UNIQUE (a))
                CREATE TABLE t(a, CHECK (a > 1) CHECK (a < 5))              | CREATE TABLE t(a   )
                CREATE TABLE t([not] DEFAULT (1 + (2)) NOT NULL, `check` AS ([not]) STORED) | CREATE TABLE t([not] DEFAULT (1 + (2))  , `check` AS ([not]) STORED)
                CREATE TABLE t(a /* NOT NULL, ( */ NOT NULL -- it's, NULL   | CREATE TABLE t(a /* NOT NULL, ( */   -- it's, NULL
                """)
    void whatIsTakenOutLeavesAStatementWithoutIt(String sql, String without) {
        String whole = sql.endsWith("NULL") ? sql + "\n)" : sql;
        TableText text = new TableText(whole);
        assertThat(text.without(text.clauses())).isEqualTo(without.endsWith("NULL") ? without + "\n)" : without);
        assertThat(new TableText(text.without(text.clauses())).clauses()).isEmpty();
    }

    @Test
    void aClauseSaysWhatItIsAbout() {
        TableText text = new TableText(
                "CREATE TABLE t(a, \"b c\" CHECK (\"b c\" IN (a, 'x')), FOREIGN KEY (a, [b c]) REFERENCES \"p \"\"q\" (x, y))");
        assertThat(text.clauses(Kind.CHECK)).singleElement()
                .satisfies(check -> assertThat(check.columns()).contains("b c", "a"))
                .extracting(Clause::sql).isEqualTo("(\"b c\" IN (a, 'x'))");
        assertThat(text.clauses(Kind.FOREIGN_KEY)).singleElement().satisfies(reference -> {
            assertThat(reference.columns()).containsExactly("a", "b c");
            assertThat(reference.parent()).isEqualTo("p \"q");
            assertThat(reference.sql()).isEqualTo("REFERENCES \"p \"\"q\" (x, y)");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "''", "\"\"", "``", "]] ", "é", "\n"})
    void aLongTextIsRead(String repeated) {
        String filler = repeated.repeat(500_000);
        for (String quoted : List.of("'" + filler.replace("'", "''") + "'", "1" + "9e-".repeat(500_000),
                "/*" + filler + "*/ 1",
                "--" + filler.replace("\n", "") + "\n1")) {
            List<Token> tokens = Token.of("CREATE TABLE t(a DEFAULT " + quoted + " NOT NULL)");
            assertThat(tokens).hasSizeGreaterThan(9);
            assertThat(tokens.get(tokens.size() - 2).is("NULL")).isTrue();
        }
        assertThat(Token.of("[" + filler.replace("]", "") + "] \"" + filler.replace("\"", "\"\"") + "\" `"
                + filler.replace("`", "``") + "`")).hasSize(3);
    }

    @Test
    void whatIsNoTableIsNotUnderstood() {
        assertThatThrownBy(() -> new TableText("CREATE TABLE t")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TableText("CREATE TABLE t(a, CHECK (a"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
