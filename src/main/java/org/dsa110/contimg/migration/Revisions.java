package org.dsa110.contimg.migration;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.ImageMode;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.migration.Revision.MigrationFile;
import org.dsa110.contimg.migration.revision.Change;
import org.dsa110.contimg.migration.revision.Differences;
import org.dsa110.contimg.migration.revision.Hints;
import org.dsa110.contimg.migration.revision.MigrationText;

/**
 * Writes the next migrations, into the sources of this program. What it compares with is made by the migrations for that purpose, never a file of
 * the pipeline's. Thread-safe.
 */
@ApplicationScoped
@Unremovable
public class Revisions {
    private static final Set<Database> SHARING = EnumSet.of(Database.PRODUCTS, Database.HDF5);

    private final Flyways flyways;
    private final ScratchSchemas scratch;

    Revisions(Flyways flyways, ScratchSchemas scratch) {
        this.flyways = flyways;
        this.scratch = scratch;
    }

    /** Whether entities can be compared here: a native file is no place to develop, and nothing is said of its entities by Hibernate there. */
    public static boolean arePossible() {
        return !ImageMode.current().isNativeImage();
    }

    /**
     * In how far entities and migrations disagree; for CI.
     *
     * @return a sentence for each difference; empty when they agree, and where that cannot be found out
     */
    public List<String> disagreements(Set<Database> databases) {
        List<String> sentences = new ArrayList<>();
        if (arePossible()) {
            ModelComparison found = compare(databases, Hints.NONE);
            found.alone().forEach((database, differences) -> Stream
                    .concat(differences.changes().stream().map(Change::words), differences.faults().stream())
                    .forEach(words -> sentences.add(database + ": entities and migrations disagree: " + words)));
            Stream.concat(found.sharedTogether().stream().map(Change::words), found.faultsTogether().stream())
                    .forEach(words -> sentences
                            .add("products and hdf5 in one file: entities and migrations disagree: " + words));
        }
        return sentences;
    }

    /**
     * A migration with nothing in it but what it is for.
     *
     * @param directory a checkout
     * @param dryRun whether it is not written
     * @throws DatabaseException STORAGE if there is no checkout, or it cannot be written there
     */
    public Revision empty(Database database, Path directory, String message, boolean dryRun) {
        Checkout checkout = new Checkout(directory, flyways::folders);
        MigrationFile file = checkout.file(database.unitName(),
                MigrationText.fileName(checkout.nextVersion(database), message),
                MigrationText.of(message, List.of()));
        if (!dryRun) {
            write(checkout, List.of(file));
        }
        return new Revision(database, List.of(), List.of(), List.of(), List.of(file));
    }

    /**
     * Migrations that lead to what the entities say. Of a table that products and hdf5 both have there is one for files of their own and
     * one for one file. They are run on scratch files before, after all that the program has; what fails there is a fault.
     *
     * @param directory a checkout
     * @param dryRun whether they are not written
     * @return one for each database; nothing is written where one has faults
     * @throws DatabaseException STORAGE if there is no checkout, the program was built from another, or it cannot be written there
     */
    public List<Revision> autogenerate(Set<Database> databases, Path directory, String message, Hints hints,
            boolean dryRun) {
        Checkout checkout = new Checkout(directory, flyways::folders);
        databases.forEach(database -> checkout.refuseOther(database, flyways.names(database)));
        ModelComparison found = compare(databases, hints);
        List<String> unused = hints.unused(Stream.concat(found.sharedTogether().stream(),
                found.alone().values().stream().flatMap(each -> each.changes().stream())).toList());
        Map<Database, List<MigrationFile>> files = files(checkout, message, found);
        List<String> faults = new ArrayList<>(unused);
        if (found.alone().values().stream().allMatch(each -> each.faults().isEmpty())) {
            faults.addAll(found.faultsTogether());
        }
        if (!files.isEmpty() && faults.isEmpty()) {
            faults.addAll(scratch.faults(files.values().stream().flatMap(List::stream).toList()));
        }
        List<Revision> revisions = new ArrayList<>();
        found.alone().forEach((database, differences) -> revisions.add(new Revision(database, differences.changes(),
                differences.left(), Stream.concat(differences.faults().stream(), faults.stream()).toList(),
                files.getOrDefault(database, List.of()))));
        if (!dryRun && revisions.stream().allMatch(revision -> revision.faults().isEmpty())) {
            write(checkout, revisions.stream().flatMap(revision -> revision.files().stream()).toList());
        }
        return revisions;
    }

    /** Of a table that products and hdf5 share the forms of both are looked at, whichever was asked for. */
    private ModelComparison compare(Set<Database> databases, Hints hints) {
        Map<Database, Differences> alone = new EnumMap<>(Database.class);
        databases.forEach(database -> alone.put(database, scratch.alone(database, hints)));
        if (Collections.disjoint(databases, SHARING)) {
            return new ModelComparison(alone, Set.of(), List.of(), List.of());
        }
        Set<String> shared = scratch.shared(Database.PRODUCTS, Database.HDF5);
        for (Database other : SHARING) {
            if (!databases.contains(other)) {
                Differences found = scratch.alone(other, hints);
                List<Change> changes = found.changes().stream().filter(change -> shared.contains(change.table()))
                        .toList();
                if (!changes.isEmpty()) {
                    alone.put(other, new Differences(changes, List.of(), found.faults()));
                }
            }
        }
        Differences together = scratch.together(hints);
        return new ModelComparison(alone, shared,
                together.changes().stream().filter(change -> shared.contains(change.table())).toList(),
                together.faults());
    }

    static Map<Database, List<MigrationFile>> files(Checkout checkout, String message, ModelComparison found) {
        Map<Database, List<MigrationFile>> files = new EnumMap<>(Database.class);
        Map<Database, Integer> next = new EnumMap<>(Database.class);
        for (Database database : Database.values()) {
            next.put(database, checkout.nextVersion(database));
        }
        found.alone().keySet().forEach(database -> {
            List<Change> own = found.own(database);
            if (!own.isEmpty()) {
                add(files, database, checkout.file(database.unitName(),
                        MigrationText.fileName(next.merge(database, 1, Integer::sum) - 1, message),
                        MigrationText.of(message, own)));
            }
        });
        // In one file both databases run it, so the version is taken in both.
        String name = MigrationText.fileName(Math.max(next.get(Database.PRODUCTS), next.get(Database.HDF5)), message);
        found.alone().keySet().stream().filter(SHARING::contains).forEach(database -> {
            List<Change> shared = found.shared(database);
            if (!shared.isEmpty()) {
                add(files, database, checkout.file(MigrationFiles.ownFile(database), name,
                        MigrationText.of(message, shared)));
            }
        });
        if (!found.sharedTogether().isEmpty()) {
            add(files, found.alone().containsKey(Database.PRODUCTS) ? Database.PRODUCTS : Database.HDF5, checkout
                    .file(MigrationFiles.TOGETHER, name, MigrationText.of(message, found.sharedTogether())));
        }
        return files;
    }

    private static void add(Map<Database, List<MigrationFile>> files, Database database, MigrationFile file) {
        files.computeIfAbsent(database, ignored -> new ArrayList<>()).add(file);
    }

    private static void write(Checkout checkout, List<MigrationFile> files) {
        try {
            checkout.write(files);
        } catch (IOException e) {
            throw new DatabaseException(Kind.STORAGE, "cannot write the migration: " + e.getMessage(), e);
        }
    }
}
