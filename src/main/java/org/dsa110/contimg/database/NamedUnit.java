package org.dsa110.contimg.database;

import java.sql.Connection;
import java.util.concurrent.Callable;

/** A unit of work whose name is not that of its class. */
record NamedUnit<T>(String label, UnitOfWork<T> work) implements UnitOfWork<T> {
    /** Work through Panache alone, under the name of its own class. */
    static <T> NamedUnit<T> of(Callable<T> work) {
        return new NamedUnit<>(UnitLabel.of(work.getClass()), connection -> work.call());
    }

    @Override
    public T run(Connection connection) throws Exception {
        return work.run(connection);
    }
}
