package org.dsa110.contimg.rest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.internal.found.FoundTables;
import org.dsa110.contimg.rest.internal.write.TableWrites;
import org.dsa110.contimg.rest.problem.NearestName;
import org.dsa110.contimg.rest.problem.ProblemException;

/** What may be done to all tables that are served. Thread-safe. */
@WithRest
@Singleton
class Tables {
    private final Map<String, TableWrites> writes = new HashMap<>();
    private final UnitExecutor units;
    private final FoundTables found;

    Tables(@Any Instance<TableResource<?>> resources, UnitExecutor units, FoundTables found) {
        this.units = units;
        this.found = found;
        resources.forEach(resource -> writes.put(resource.table().toString(), resource.writes()));
    }

    /**
     * Blocks where it is none of ours.
     *
     * @param encoded the name of the table, percent-encoded
     * @throws ProblemException 404 when there is no such table, 405 when another program owns it
     */
    TableWrites get(String databaseName, String encoded) {
        Database database = FoundTables.database(databaseName);
        String name = FoundTableResource.name(encoded);
        TableWrites table = writes.get(database + "." + name);
        if (table == null) {
            throw refusal(database, name).await().indefinitely();
        }
        return table;
    }

    private List<String> names(Database database) {
        String before = database + ".";
        return writes.keySet().stream().filter(table -> table.startsWith(before))
                .map(table -> table.substring(before.length())).toList();
    }

    /** Why a table that is none of ours cannot be written. */
    Uni<ProblemException> refusal(Database database, String name) {
        return units.read(database, UnitOfWork.sql("look for other table",
                connection -> found.has(connection, database, name)
                        ? new ProblemException(Status.METHOD_NOT_ALLOWED, database + "." + name
                                + " is read-only here: the program that owns it writes it, in the file itself",
                                List.of())
                        : ProblemException.notFound("there is no table " + database + "." + name
                                + NearestName.hint(name, names(database)))));
    }
}
