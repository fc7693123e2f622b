package org.dsa110.contimg.database.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionSqlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"COMMIT", "commit;", " End Transaction", "BEGIN IMMEDIATE", "rollback", "ROLLBACK TRANSACTION",
                    "-- why\nCOMMIT", "/* ; */ commit", ";COMMIT", "INSERT INTO t VALUES ('it''s; fine'); COMMIT",
                    "SELECT \"a;b\" FROM [c;d]; END",
                    "CREATE TABLE trigger_like (x); COMMIT",
                    "CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b; END; COMMIT"})
    void whatBeginsOrEndsTheTransactionIsRefused(String sql) {
        assertThatThrownBy(() -> TransactionSql.refuse(sql)).hasMessageContaining("not its own to begin or end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 1", "", ";", "INSERT INTO t VALUES ('; COMMIT')", "SELECT x AS \"; COMMIT\" FROM t",
            "SELECT 1 -- ; COMMIT", "SELECT 1 /* ; COMMIT */", "SELECT CASE WHEN x THEN 1 END FROM t", "SAVEPOINT mine",
            "ROLLBACK TO mine", "rollback transaction to savepoint mine", "RELEASE mine", "EXPLAIN COMMIT", "SELECT '",
            "CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b; END",
            "CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b; UPDATE c SET x = CASE WHEN 1 THEN 2 END; END; SELECT 1"})
    void everythingElseIsAllowed(String sql) {
        assertThatCode(() -> TransactionSql.refuse(sql)).doesNotThrowAnyException();
    }
}
