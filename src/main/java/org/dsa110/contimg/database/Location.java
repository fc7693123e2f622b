package org.dsa110.contimg.database;

import java.nio.file.Path;

/** Where a database is kept. Databases with equal locations share it. */
public sealed interface Location {
    /** What logs and threads call it. */
    String name();

    /**
     * A file.
     *
     * @param path its real path
     */
    record File(Path path) implements Location {
        @Override
        public String name() {
            return path.getFileName().toString();
        }

        /** The path, as text. */
        @Override
        public String toString() {
            return path.toString();
        }
    }

    /**
     * The memory of this process, for unit tests: reads wait for writes there, and it is gone when it is closed.
     *
     * @param name unique within the process
     */
    record Memory(String name) implements Location {
        @Override
        public String toString() {
            return "memory (" + name + ")";
        }
    }
}
