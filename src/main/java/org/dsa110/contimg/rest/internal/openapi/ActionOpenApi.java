package org.dsa110.contimg.rest.internal.openapi;

import java.util.List;

import org.dsa110.contimg.rest.ImportResource;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/**
 * What {@link TableOpenApi} says of imports and upserts. The document that is made from annotations has one path for all tables, which is
 * replaced by one for each.
 */
final class ActionOpenApi {
    private static final String REPORT = "ImportReport";

    private ActionOpenApi() {
    }

    static void begin(OpenAPI document) {
        List<String> generic = document.getPaths().getPathItems().keySet().stream()
                .filter(path -> path.startsWith("/api/v1/{database}/{table}")).toList();
        generic.forEach(document.getPaths()::removePathItem);
        document.getComponents().addSchema(REPORT, report());
    }

    static void describe(OpenAPI document, TableDescription<?> table, String path, String tag, boolean merges) {
        add(document, path + ":import", tag, describeImport(table));
        if (merges) {
            add(document, path + ":upsert", tag, describeUpsert(table));
        }
    }

    private static void add(OpenAPI document, String path, String tag, Operation post) {
        document.getPaths().addPathItem(path, OASFactory.createPathItem().POST(post.addTag(tag)));
    }

    private static Operation describeImport(TableDescription<?> table) {
        Content content = OASFactory.createContent()
                .addMediaType(ImportResource.NDJSON,
                        OASFactory.createMediaType().schema(TableOpenApi.reference(table)))
                .addMediaType(ImportResource.CSV, OASFactory.createMediaType().schema(TableOpenApi.text()
                        .description("RFC 4180 in UTF-8; the first line names the columns. An empty field is no value"
                                + " (NULL), and with quotes an empty text")));
        APIResponses responses = TableOpenApi.responses("200", "What became of the lines",
                OASFactory.createSchema().ref("#/components/schemas/" + REPORT), "400", "415", "503", "507");
        return OASFactory.createOperation().operationId("import_" + table.name() + "_of_" + table.database())
                .summary("Import rows of any number")
                .description("Each line is stored by itself, in the order of the lines: one that is wrong or that the"
                        + " database refuses is reported, and the others are stored all the same. Lines are stored in batches while"
                        + " the upload goes on; where it stops before its end (503, 507, or 400 when it breaks off), the problem has the"
                        + " counts so far, and next_line, the first line that has to be sent again. A line may have 1 MiB."
                        + " At most " + ImportResource.AT_ONCE + " imports run at a time, further ones get 503.")
                .requestBody(OASFactory.createRequestBody().required(true).content(content)).responses(responses);
    }

    private static Operation describeUpsert(TableDescription<?> table) {
        APIResponses responses = TableOpenApi.responses("200",
                "The row as it is stored, or an array of them where an array was sent",
                WriteOpenApi.oneOrSeveral(table), "400", "409", "412", "413", "415", "422", "503", "507");
        Operation upsert = OASFactory.createOperation()
                .operationId("upsert_" + table.name() + "_of_" + table.database())
                .summary("Add one row or several, or merge them into those that are there")
                .description(
                        "A row that is there gets the values that are sent; a null overwrites nothing, as if it were"
                                + " left out. One that is not there is added. Of an array either all rows are stored or none, and"
                                + " If-Match and If-None-Match are for one row only.")
                .requestBody(OASFactory.createRequestBody().required(true)
                        .content(TableOpenApi.json(WriteOpenApi.oneOrSeveral(table))))
                .responses(responses);
        WriteOpenApi.describePreconditions(upsert);
        WriteOpenApi.describeIdempotency(upsert, TableOpenApi.withEntityTag(responses.getAPIResponse("200")));
        return upsert;
    }

    private static Schema report() {
        Schema failure = OASFactory.createSchema().addType(SchemaType.OBJECT)
                .addProperty("line", number("Where the line begins, counted from 1"))
                .addProperty("violations", OASFactory.createSchema().addType(SchemaType.ARRAY)
                        .items(OASFactory.createSchema().ref("#/components/schemas/Violation")));
        return OASFactory.createSchema().addType(SchemaType.OBJECT).description("What became of an import")
                .addProperty("imported", number("How many rows were stored"))
                .addProperty("failed", number("How many lines were not"))
                .addProperty("failures", OASFactory.createSchema().addType(SchemaType.ARRAY).items(failure)
                        .description("The first 100 lines that were not stored"));
    }

    private static Schema number(String description) {
        return OASFactory.createSchema().addType(SchemaType.INTEGER).format("int64").description(description);
    }
}
