package org.dsa110.contimg.rest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.internal.json.Json;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.internal.found.FoundTables;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.Described;
import org.dsa110.contimg.rest.internal.table.RowsDescription;
import org.dsa110.contimg.rest.query.QueryParameters;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What can be read in a database: our tables, and those that other programs have in its file at the moment. Thread-safe. */
@WithRest
// No path below it is its own: without the end in the pattern the framework would ask it last for each, and take its word for what is there.
@Path("/api/v1/{database: [^/:]+(?=/?$)}")
@Produces(MediaType.APPLICATION_JSON)
public class DatabaseResource {
    private static final JsonFactory JSON = Json.factory().build();
    /** They would mean a place in a URL. */
    private static final Set<String> NO_SEGMENTS = Set.of("", ".", "..");

    private final UnitExecutor units;
    private final FoundTables found;
    private final Instance<Described> described;

    DatabaseResource(UnitExecutor units, FoundTables found, @Any Instance<Described> described) {
        this.units = units;
        this.found = found;
        this.described = described;
    }

    /**
     * @param readOnly whether it can only be read here
     * @param rows null where it cannot be read
     * @param fault why; null where it can
     */
    private record Listed(String kind, boolean readOnly, RowsDescription rows, String fault) {
    }

    /** All tables and views. */
    @GET
    @Operation(operationId = "list_tables", summary = "List tables",
            description = "All tables and views that can be read in a database, with their columns: ours, and as read_only those that"
                    + " other programs have in its file at the moment. One that SQLite cannot read has fault, which says why.")
    @APIResponse(responseCode = "200", description = "The tables, by name")
    @APIResponse(responseCode = "404", description = "Problem details: there is no such database")
    public Uni<byte[]> tables(
            @Parameter(
                    description = "One of products, cal_registry, hdf5, ingest, data_registry") @PathParam("database") String name,
            @Context UriInfo uri) {
        Database database = FoundTables.database(name);
        QueryParameters.refuse(uri);
        return units.read(database, UnitOfWork.sql("list tables", connection -> {
            Map<String, Listed> tables = new TreeMap<>();
            found.all(connection, database).forEach(each -> tables.put(each.name(),
                    new Listed(each.table() != null && each.table().view() ? "view" : "table", true, each.table(),
                            each.fault())));
            described.forEach(resource -> {
                if (resource.table().database() == database) {
                    boolean stored = resource.table().isStored();
                    tables.put(resource.table().name(), new Listed(stored ? "table" : "view", !stored,
                            resource.table(), null));
                }
            });
            return json(database, tables);
        }));
    }

    private static byte[] json(Database database, Map<String, Listed> tables) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(8192);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("database", database.unitName());
            json.writeArrayFieldStart("tables");
            for (Map.Entry<String, Listed> table : tables.entrySet()) {
                write(json, database, table.getKey(), table.getValue());
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, Database database, String name, Listed table) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeStringField("path", NO_SEGMENTS.contains(name)
                ? null
                : "/api/v1/" + database + "/"
                        + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"));
        json.writeStringField("kind", table.kind());
        json.writeBooleanField("read_only", table.readOnly());
        if (table.fault() != null) {
            json.writeStringField("fault", table.fault());
        }
        List<ColumnDescription> keys = table.rows() == null ? List.of() : table.rows().keys();
        json.writeArrayFieldStart("key");
        for (ColumnDescription key : keys) {
            json.writeString(key.name());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("columns");
        for (ColumnDescription column : table.rows() == null ? List.<ColumnDescription>of() : table.rows().columns()) {
            json.writeStartObject();
            json.writeStringField("name", column.name());
            json.writeStringField("type", column.type().name().toLowerCase(Locale.ROOT));
            json.writeStringField("description", column.description());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
