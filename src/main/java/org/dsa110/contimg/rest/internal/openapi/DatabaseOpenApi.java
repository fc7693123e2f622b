package org.dsa110.contimg.rest.internal.openapi;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.dsa110.contimg.database.Database;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** Describes what is in a database: the list of its tables, and the tables of other programs, of which there may be others at each moment. */
final class DatabaseOpenApi {
    private static final String TABLES = "/api/v1/{database}";
    private static final String OTHER_TABLE = TABLES + "/{table}";
    private static final String OTHER_ROW = OTHER_TABLE + "/{key}";
    private static final String LISTING = "TableListing";
    private static final String COLUMN = "ListedColumn";

    private DatabaseOpenApi() {
    }

    static void describe(OpenAPI document) {
        document.getComponents().addSchema(COLUMN, column()).addSchema(LISTING, listing());
        ListOpenApi.describeOther(document.getPaths().getPathItem(OTHER_TABLE).getGET());
        RowOpenApi.describeGet(document.getPaths().getPathItem(OTHER_ROW).getGET(), OpenApiParts.object(), "409");
        document.getPaths().getPathItem(TABLES).getGET().getResponses().getAPIResponse("200")
                .setContent(OpenApiParts.json(OpenApiParts.object()
                        .addProperty("database", OpenApiParts.text().description("The name of the database"))
                        .addProperty("tables", OpenApiParts.array(OpenApiParts.reference(LISTING)))
                        .required(List.of("database", "tables"))));
        Stream.of(TABLES, OTHER_TABLE, OTHER_ROW).forEach(path -> document.getPaths()
                .getPathItem(path).getGET().getParameters().stream()
                .filter(parameter -> parameter.getName().equals("database")).forEach(parameter -> {
                    Schema names = OpenApiParts.text();
                    Arrays.stream(Database.values()).map(Database::unitName).forEach(names::addEnumeration);
                    parameter.schema(names);
                }));
    }

    private static Schema listing() {
        return OpenApiParts.object().description("A table or view of a database")
                .addProperty("name", OpenApiParts.text())
                .addProperty("path", OpenApiParts.text().addType(SchemaType.NULL)
                        .description("Where it is served; null for a name that cannot stand in a URL"))
                .addProperty("kind", OpenApiParts.text().addEnumeration("table").addEnumeration("view"))
                .addProperty("read_only", OpenApiParts.truth()
                        .description("Whether it can only be read here"))
                .addProperty("fault", OpenApiParts.text().description("Only where it cannot be read: why"))
                .addProperty("key", OpenApiParts.array(OpenApiParts.text())
                        .description("The columns of its key; empty where rows have none"))
                .addProperty("columns", OpenApiParts.array(OpenApiParts.reference(COLUMN)))
                .required(List.of("name", "path", "kind", "read_only", "key", "columns"));
    }

    private static Schema column() {
        Schema type = OpenApiParts.text();
        Stream.of("text", "integer", "real", "boolean", "any").forEach(type::addEnumeration);
        return OpenApiParts.object().description("A column of a table")
                .addProperty("name", OpenApiParts.text())
                .addProperty("type", type.description("What its values are"))
                .addProperty("description", OpenApiParts.text())
                .required(List.of("name", "type", "description"));
    }
}
