package org.dsa110.contimg.rest.internal.openapi;

import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.dsa110.contimg.rest.internal.write.BodyParser;
import org.dsa110.contimg.rest.internal.write.IdempotencyKey;
import org.dsa110.contimg.rest.internal.write.StoredRows;
import org.dsa110.contimg.rest.internal.write.TableWrites;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** What {@link TableOpenApi} says of writing to a table. */
final class WriteOpenApi {
    /** What a row's schema is called behind the table's name when it is only what changes. */
    private static final String CHANGE = ".change";

    private WriteOpenApi() {
    }

    static void describe(OpenAPI document, TableDescription<?> table, PathItem rows, PathItem oneRow) {
        describeCreate(rows.getPOST(), table);
        describeReplace(oneRow.getPUT(), table);
        document.getComponents().addSchema(table + CHANGE, change(table));
        describeUpdate(oneRow.getPATCH(), table);
        describeDelete(oneRow.getDELETE(), table);
    }

    private static void describeCreate(Operation create, TableDescription<?> table) {
        create.setOperationId("create_" + table.name() + "_of_" + table.database());
        create.setRequestBody(
                OASFactory.createRequestBody().required(true).content(TableOpenApi.json(oneOrSeveral(table))));
        APIResponses responses = TableOpenApi.responses("201",
                "The row as it is stored, or an array of them where an array was sent", oneOrSeveral(table), "400",
                "409", "413", "415", "422", "503", "507");
        describeIdempotency(create, withLocation(TableOpenApi.withEntityTag(responses.getAPIResponse("201"))));
        create.setResponses(responses);
    }

    private static void describeReplace(Operation replace, TableDescription<?> table) {
        replace.setOperationId("replace_" + table.name() + "_of_" + table.database());
        TableOpenApi.describeKey(replace, table);
        describePreconditions(replace);
        replace.setRequestBody(OASFactory.createRequestBody().required(true)
                .content(TableOpenApi.json(TableOpenApi.reference(table))));
        APIResponses responses = changed(table);
        if (!table.generatesKey()) {
            APIResponse created = OASFactory.createAPIResponse()
                    .description("The row was not there; as it is stored now")
                    .content(TableOpenApi.json(TableOpenApi.reference(table)));
            responses.addAPIResponse("201", withLocation(TableOpenApi.withEntityTag(created)));
        }
        replace.setResponses(responses);
    }

    private static void describeUpdate(Operation update, TableDescription<?> table) {
        update.setOperationId("update_" + table.name() + "_of_" + table.database());
        TableOpenApi.describeKey(update, table);
        describePreconditions(update);
        Schema change = OASFactory.createSchema().ref("#/components/schemas/" + table + CHANGE);
        Content content = TableOpenApi.json(change).addMediaType(TableWrites.MERGE_PATCH,
                OASFactory.createMediaType().schema(change));
        update.setRequestBody(OASFactory.createRequestBody().required(true).content(content));
        update.setResponses(changed(table));
    }

    private static void describeDelete(Operation delete, TableDescription<?> table) {
        delete.setOperationId("delete_" + table.name() + "_of_" + table.database());
        TableOpenApi.describeKey(delete, table);
        describePreconditions(delete);
        APIResponses responses = OASFactory.createAPIResponses().addAPIResponse("204",
                OASFactory.createAPIResponse().description("The row is not there any more"));
        addProblems(responses, "400", "404", "409", "412", "503", "507");
        delete.setResponses(responses);
    }

    /** @param stored the answer where rows were stored */
    static void describeIdempotency(Operation operation, APIResponse stored) {
        operation.addParameter(TableOpenApi.header(IdempotencyKey.HEADER,
                "Makes it harmless to send the request again: kept for 24 h, in which the same request with the same key"
                        + " does nothing and gets the same answer, and another request with it gets 422;"
                        + " 1 to 255 printable ASCII characters"));
        stored.addHeader(StoredRows.REPLAYED, OASFactory.createHeader().schema(TableOpenApi.text())
                .description("true where an earlier request with the Idempotency-Key got this answer"));
    }

    static void describePreconditions(Operation operation) {
        operation.addParameter(TableOpenApi.header("If-Match",
                "Only if the row's ETag is one of these; * if there is a row at all"));
        operation.addParameter(TableOpenApi.header("If-None-Match",
                "Only if the row's ETag is none of these; * if there is no row"));
    }

    private static APIResponses changed(TableDescription<?> table) {
        APIResponses responses = TableOpenApi.responses("200", "The row as it is stored",
                TableOpenApi.reference(table), "400", "404", "409", "412", "413", "415", "503", "507");
        TableOpenApi.withEntityTag(responses.getAPIResponse("200"));
        return responses;
    }

    private static APIResponse withLocation(APIResponse response) {
        return response.addHeader("Location",
                OASFactory.createHeader().schema(TableOpenApi.text()).description("URL of the one row"));
    }

    private static void addProblems(APIResponses responses, String... statuses) {
        for (String status : statuses) {
            responses.addAPIResponse(status, TableOpenApi.problem());
        }
    }

    static Schema oneOrSeveral(TableDescription<?> table) {
        Schema rows = OASFactory.createSchema().addType(SchemaType.ARRAY).items(TableOpenApi.reference(table))
                .minItems(1).maxItems(BodyParser.MAX_ROWS);
        return OASFactory.createSchema().addOneOf(TableOpenApi.reference(table)).addOneOf(rows);
    }

    private static Schema change(TableDescription<?> table) {
        Schema change = OASFactory.createSchema().addType(SchemaType.OBJECT)
                .description("New values for columns of a row of " + table
                        + "; columns of the key may be given too, with the values that they have");
        table.columns().stream().filter(column -> !column.key())
                .forEach(column -> change.addProperty(column.name(), TableOpenApi.property(column)));
        return change;
    }
}
