package org.dsa110.contimg.migration;

import java.io.Reader;
import java.io.StringReader;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

import org.dsa110.contimg.migration.Revision.MigrationFile;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;

/**
 * The migrations of a database and some that are not written yet. Thread-safe.
 *
 * @param all those that the program has
 * @param added those of the database that are not written yet
 */
record AddedMigrations(ResourceProvider all, List<MigrationFile> added) implements ResourceProvider {
    @Override
    public LoadableResource getResource(String name) {
        return all.getResource(name);
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        return Stream.concat(all.getResources(prefix, suffixes).stream(),
                added.stream().map(Added::new).filter(file -> file.getFilename().startsWith(prefix)
                        && Stream.of(suffixes).anyMatch(file.getFilename()::endsWith)))
                .toList();
    }

    private static final class Added extends LoadableResource {
        private final MigrationFile file;

        Added(MigrationFile file) {
            this.file = file;
        }

        @Override
        public Reader read() {
            return new StringReader(file.text());
        }

        @Override
        public String getAbsolutePath() {
            return file.path().toString();
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return file.path().toString();
        }

        @Override
        public String getFilename() {
            return file.path().getFileName().toString();
        }

        @Override
        public String getRelativePath() {
            return file.path().toString();
        }
    }
}
