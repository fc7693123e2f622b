package org.dsa110.contimg.products;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.ingest.GivenUpGroup;
import org.dsa110.contimg.ingest.GivenUpGroupListener;

/** Enters a group that was given up in dead_letter_queue. Thread-safe. */
@ApplicationScoped
class DeadLetterListener implements GivenUpGroupListener {

    private final UnitExecutor units;

    DeadLetterListener(UnitExecutor units) {
        this.units = units;
    }

    @Override
    public Uni<Void> onGivenUp(GivenUpGroup group) {
        return units.write(Database.PRODUCTS, connection -> {
            if (DeadLetter.count("originalTable = ?1 and originalId = ?2 and failedAt = ?3", DeadLetterSql.QUEUE,
                    group.groupId(),
                    group.at()) == 0) {
                DeadLetterSql.failedAgain(connection, group.groupId(), group.at());
                letter(group).persist();
            }
            return null;
        });
    }

    private static DeadLetter letter(GivenUpGroup group) {
        DeadLetter letter = new DeadLetter();
        letter.component = "ingest";
        letter.operation = group.incomplete() ? "collect" : "convert";
        letter.errorType = group.incomplete() ? "incomplete" : "conversion_failed";
        letter.errorMessage = group.error();
        letter.contextJson = JsonNodeFactory.instance.objectNode().put("group_id", group.groupId()).toString();
        letter.createdAt = group.at();
        letter.retryCount = Math.max(0, group.attempts() - 1);
        letter.reason = group.incomplete() ? "subbands_missing" : "retries_exhausted";
        letter.attemptCount = group.attempts();
        letter.lastAttemptAt = group.at();
        letter.originalTable = DeadLetterSql.QUEUE;
        letter.originalId = group.groupId();
        letter.failedAt = group.at();
        return letter;
    }
}
