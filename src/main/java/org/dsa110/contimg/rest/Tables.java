package org.dsa110.contimg.rest;

import java.util.HashMap;
import java.util.Map;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.problem.ProblemException;

/** All tables that are served. Thread-safe. */
@WithRest
@Singleton
public class Tables {
    private final Map<String, TableResource<?>> resources = new HashMap<>();

    Tables(@Any Instance<TableResource<?>> resources) {
        resources.forEach(resource -> this.resources.put(resource.table().toString(), resource));
    }

    /** @throws ProblemException 404 when there is no such table */
    TableResource<?> get(String database, String name) {
        TableResource<?> resource = resources.get(database + "." + name);
        if (resource == null) {
            throw ProblemException.notFound("there is no table " + database + "." + name);
        }
        return resource;
    }
}
