package org.dsa110.contimg.database;

import java.sql.Connection;
import java.util.concurrent.Callable;

/** A unit of work whose name is not that of its class. */
record NamedUnit<T>(String label, boolean sqlOnly, boolean unshared, UnitOfWork<T> work) implements UnitOfWork<T> {
    /** Work through Panache alone, under the name of its own class. */
    static <T> NamedUnit<T> of(Callable<T> work) {
        return new NamedUnit<>(labelOf(work.getClass()), false, false, connection -> work.call());
    }

    /** The simple name of the outermost class: a lambda's own has a number in it that differs from run to run. */
    static String labelOf(Class<?> work) {
        String name = work.getName();
        int inner = name.indexOf('$');
        String outer = inner < 0 ? name : name.substring(0, inner);
        return outer.substring(outer.lastIndexOf('.') + 1);
    }

    @Override
    public T run(Connection connection) throws Exception {
        return work.run(connection);
    }
}
