package org.dsa110.contimg.rest.internal.openapi;

import java.util.List;

import org.dsa110.contimg.rest.ImportResource;
import org.dsa110.contimg.rest.internal.table.ColumnType;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;

/**
 * Describes imports and upserts. The annotations give one path, {@code /api/v1/{database}/{table}:import}, for all tables; it is
 * replaced by a path for each table.
 */
final class ActionOpenApi {
    private static final String REPORT = "ImportReport";

    private ActionOpenApi() {
    }

    static void begin(OpenAPI document) {
        List<String> generic = document.getPaths().getPathItems().keySet().stream()
                .filter(path -> path.startsWith("/api/v1/{database}/{table}:")).toList();
        generic.forEach(document.getPaths()::removePathItem);
        document.getComponents().addSchema(REPORT, report()).removeSchema("Failure");
    }

    static void describe(OpenAPI document, TableDescription<?> table) {
        describeImport(add(document, table, "import"), table);
        if (table.upserts()) {
            describeUpsert(add(document, table, "upsert"), table);
        }
    }

    private static Operation add(OpenAPI document, TableDescription<?> table, String action) {
        Operation post = OASFactory.createOperation();
        OpenApiParts.name(post, action, table);
        document.getPaths().addPathItem(table.path() + ":" + action, OASFactory.createPathItem().POST(post));
        return post;
    }

    private static void describeImport(Operation operation, TableDescription<?> table) {
        Content content = OASFactory.createContent()
                .addMediaType(ImportResource.NDJSON,
                        OASFactory.createMediaType().schema(OpenApiParts.reference(table)))
                .addMediaType(ImportResource.CSV, OASFactory.createMediaType().schema(OpenApiParts.text()
                        .description("RFC 4180 in UTF-8; the first line names the columns. An empty field is no value"
                                + " (NULL), and with quotes an empty text")));
        operation.addParameter(OpenApiParts.query(ImportResource.IDS))
                .addParameter(OpenApiParts.query(ImportResource.VALUES)).summary("Import rows of any number")
                .description("Each line is stored by itself, in the order of the lines: one that is wrong or that the"
                        + " database refuses is reported, and the others are stored all the same. Lines are stored in batches while"
                        + " the upload goes on; where it stops before its end (503, 507, or 400 when it breaks off), the problem has the"
                        + " counts so far, and next_line, the first line that has to be sent again. A line may have 1 MiB."
                        + " At most " + ImportResource.AT_ONCE + " imports run at a time, further ones get 503.")
                .requestBody(OpenApiParts.body(content)).responses(OpenApiParts.responses("200",
                        OpenApiParts.response("What became of the lines", OpenApiParts.reference(REPORT))));
    }

    private static void describeUpsert(Operation upsert, TableDescription<?> table) {
        upsert.summary("Add one row or several, or merge them into those that are there")
                .description(
                        "A row that is there gets the values that are sent; a null overwrites nothing, as if it were"
                                + " left out. One that is not there is added. Of an array either all rows are stored or none, and"
                                + " If-Match and If-None-Match are for one row only.");
        RowOpenApi.describePreconditions(upsert);
        RowOpenApi.describeRows(upsert, table, "200", "409", "412", "422");
    }

    private static Schema report() {
        Schema failure = OpenApiParts.object()
                .addProperty("line", number("Where the line begins, counted from 1"))
                .addProperty("violations", OpenApiParts.array(OpenApiParts.reference("Violation")));
        return OpenApiParts.object().description("What became of an import")
                .addProperty("imported", number("How many rows were stored"))
                .addProperty("failed", number("How many lines were not"))
                .addProperty("failures", OpenApiParts.array(failure)
                        .description("The first 100 lines that were not stored"));
    }

    private static Schema number(String description) {
        return OpenApiParts.value(ColumnType.INTEGER).description(description);
    }
}
