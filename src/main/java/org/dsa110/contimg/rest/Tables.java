package org.dsa110.contimg.rest;

import java.util.HashMap;
import java.util.Map;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.internal.write.TableWrites;
import org.dsa110.contimg.rest.problem.ProblemException;

/** What may be done to all tables that are served. Thread-safe. */
@WithRest
@Singleton
class Tables {
    private final Map<String, TableWrites> writes = new HashMap<>();

    Tables(@Any Instance<TableResource<?>> resources) {
        resources.forEach(resource -> writes.put(resource.table().toString(), resource.writes()));
    }

    /** @throws ProblemException 404 when there is no such table */
    TableWrites get(String database, String name) {
        TableWrites table = writes.get(database + "." + name);
        if (table == null) {
            throw ProblemException.notFound("there is no table " + database + "." + name);
        }
        return table;
    }
}
