package org.dsa110.contimg.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.migration.revision.Hints;
import org.junit.jupiter.api.Test;

/** What the entities say of their tables is what the migrations make. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class EntitiesAndMigrationsTest {
    private static final Set<Database> ALL = EnumSet.allOf(Database.class);

    @Inject
    Revisions revisions;

    @Test
    void entitiesAndMigrationsAgree() {
        assertThat(revisions.disagreements(ALL))
                .as("contimg-db revision --autogenerate -m text writes the migration that is missing").isEmpty();
    }

    @Test
    void anUnchangedModelHasNoChangeAndSaysWhatItLeaves() {
        List<Revision> all = revisions.autogenerate(ALL, Path.of("."), "nothing", Hints.NONE, true);
        assertThat(all).hasSize(5).allSatisfy(revision -> {
            assertThat(revision.changes()).isEmpty();
            assertThat(revision.faults()).isEmpty();
            assertThat(revision.files()).isEmpty();
        });
    }
}
