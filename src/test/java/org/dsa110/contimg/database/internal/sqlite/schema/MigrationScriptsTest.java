package org.dsa110.contimg.database.internal.sqlite.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.database.internal.sqlite.schema.MigratedFile.scripts;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** What the scripts of the migrations must say and must not, so that what they make can be put back. */
class MigrationScriptsTest {
    private static final List<String> ALL = List.of("products", "products_with_hdf5", "products_and_hdf5", "hdf5",
            "hdf5_with_products", "cal_registry", "ingest", "data_registry", "all");

    @Test
    void everyTriggerKeepsALogOrWhatAMigrationOrTheServiceMakesAnew() {
        // A log; and what the service computes anew after any change of the schema.
        Set<String> others = Set.of("queue_transitions", "source_summaries");
        MadeSchema made = new MadeSchema(scripts(ALL.toArray(String[]::new)));
        List<SchemaParts.Part> triggers = made.parts().parts().values().stream()
                .filter(part -> part.type().equals("trigger")).toList();
        assertThat(triggers).isNotEmpty().allSatisfy(trigger -> assertThat(made.kept(trigger))
                .allSatisfy(table -> assertThat(made.fill(table) == null).as(table).isEqualTo(others.contains(table))));
    }

    /** As what they drop may have gone with a table that another program made anew. */
    @Test
    void migrationsDropNothingThatMustBeThere() {
        for (String script : scripts(
                Stream.concat(ALL.stream(), Stream.of("products_alone", "hdf5_alone", "ingest_alone"))
                        .toArray(String[]::new))) {
            assertThat(SqlScript.statements(script)).noneMatch(
                    statement -> statement.matches("(?is)DROP\\s+(INDEX|TRIGGER|VIEW)\\s+(?!IF\\s+EXISTS).*"));
        }
    }
}
