package org.dsa110.contimg.products;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.ingest.ConvertedGroup;
import org.dsa110.contimg.ingest.GivenUpGroup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of the letters of groups that are tried again, however often it is told. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class SettledLettersTest {
    private static final String GROUP = "2026-02-11T15:58:07";

    @Inject
    UnitExecutor units;
    @Inject
    DeadLetterListener failures;
    @Inject
    SettledLetters letters;

    @BeforeEach
    void clear() {
        units.write(Database.PRODUCTS, () -> DeadLetter.deleteAll()).await().indefinitely();
    }

    @Test
    void aGroupThatIsConvertedAfterAllHasNoOpenLetter() {
        failed(GROUP, 1);
        failed("another", 1);

        converted(GROUP);
        converted(GROUP);

        assertThat(statuses(GROUP)).containsExactly("resolved ingest the group was converted");
        assertThat(statuses("another")).containsExactly("pending null null");
    }

    @Test
    void aGroupThatFailsAgainHasOneOpenLetter() {
        failed(GROUP, 1);
        failed(GROUP, 2);
        failed(GROUP, 2);

        assertThat(statuses(GROUP)).containsExactly("failed ingest the group was tried again and has failed again",
                "pending null null");
        failed(GROUP, 1);
        assertThat(statuses(GROUP)).as("told again").hasSize(2);
    }

    @Test
    void whatAnOperatorHasResolvedStaysAsHeLeftIt() {
        failed(GROUP, 1);
        units.write(Database.PRODUCTS, connection -> {
            DeadLetterSql.resolve(connection, DeadLetter.<DeadLetter>findAll().firstResult().id, "me", "lost", 5);
            return null;
        }).await().indefinitely();

        converted(GROUP);
        failed(GROUP, 2);

        assertThat(statuses(GROUP)).containsExactly("resolved me lost", "pending null null");
    }

    private void failed(String group, double at) {
        failures.onGivenUp(new GivenUpGroup(group, "no disk", 3, false, at)).await().indefinitely();
    }

    private void converted(String group) {
        letters.onConverted(new ConvertedGroup(group, Path.of("/ms").toString(), 1, 2, List.of())).await()
                .indefinitely();
    }

    private List<String> statuses(String group) {
        return units.read(Database.PRODUCTS,
                () -> DeadLetter.<DeadLetter>list("originalId = ?1 order by id", group).stream()
                        .map(letter -> letter.status + " " + letter.resolvedBy + " " + letter.resolutionNote).toList())
                .await().indefinitely();
    }
}
