package org.dsa110.contimg.rest.internal.openapi;

import java.util.Map;

import org.dsa110.contimg.rest.declare.Quantity;
import org.dsa110.contimg.rest.internal.list.Cone;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.ColumnType;
import org.dsa110.contimg.rest.internal.table.StoredValue;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.dsa110.contimg.rest.internal.write.BodyParser;
import org.dsa110.contimg.rest.internal.write.IdempotencyKey;
import org.dsa110.contimg.rest.internal.write.TableWrites;
import org.dsa110.contimg.rest.internal.write.WriteAnswer;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Describes the rows of a table, and how one is read, added, changed and removed. */
final class RowOpenApi {
    /** Suffix of the schema's name: {@code products.images.part} is a row of which columns may be missing, as with ?fields=. */
    static final String PART = ".part";
    /** Suffix of the schema's name: {@code products.images.change} is the body of a PATCH. */
    private static final String CHANGE = ".change";

    /** By which a media type says that an array of its schema, of so many items, may stand in its place. */
    private static final String OR_ARRAY = "x-or-array";

    private RowOpenApi() {
    }

    static void addSchemas(OpenAPI document, TableDescription<?> table) {
        if (table.isStored() || document.getPaths().getPathItems().keySet().stream()
                .anyMatch(path -> path.startsWith(table.path() + "/"))) {
            document.getComponents().addSchema(table.toString(), row(table, true));
        }
        document.getComponents().addSchema(table + PART, row(table, false));
        if (table.isStored()) {
            document.getComponents().addSchema(table + CHANGE, change(table));
        }
    }

    private static void describeGet(Operation get, TableDescription<?> table) {
        OpenApiParts.describeKey(get, "get", table);
        describeGet(get, OpenApiParts.reference(table));
    }

    /** @param problems beside 404 and 412 */
    static void describeGet(Operation get, Schema schema, String... problems) {
        get.addParameter(OpenApiParts.header("If-Match", "Only if the row's ETag is one of these"));
        get.addParameter(
                OpenApiParts.header("If-None-Match", "ETags of the row as the client has it: 304 if it still is so"));
        APIResponse row = OpenApiParts.response("The row", schema);
        APIResponse same = OASFactory.createAPIResponse().description("It is as it was");
        get.setResponses(OpenApiParts.responses("200", OpenApiParts.withEntityTag(row), "404", "412")
                .addAPIResponse("304", OpenApiParts.withEntityTag(same)));
        for (String problem : problems) {
            get.getResponses().addAPIResponse(problem, OpenApiParts.problem());
        }
    }

    /** @param whole false for a row of chosen columns, of which none is required */
    private static Schema row(TableDescription<?> table, boolean whole) {
        Schema row = OpenApiParts.object().description(table.description()
                + (whole ? "" : "; with the columns that were asked for"));
        for (ColumnDescription column : table.columns()) {
            Schema value = OpenApiParts.property(column);
            if (whole && column.required()) {
                row.addRequired(column.name());
            }
            row.addProperty(column.name(), column.isGiven() ? value : value.readOnly(true));
        }
        if (table.position() != null) {
            row.addProperty(Cone.SEPARATION, OpenApiParts.value(ColumnType.REAL).readOnly(true)
                    .description("Only in a cone search: distance from its position, degrees along a great circle")
                    .addExtension(Quantity.EXTENSION, Cone.SEPARATION_UNIT));
        }
        // May be null, which it never is: generated Java clients send an array that may not be null as an empty one, even where it is read-only.
        return row.addProperty(StoredValue.NOTES,
                OpenApiParts.array(OpenApiParts.text()).addType(SchemaType.NULL).readOnly(true)
                        .description("Only where a stored value has no JSON form: which, and what it is"));
    }

    static void describe(TableDescription<?> table, PathItem rows, PathItem oneRow) {
        describeGet(oneRow.getGET(), table);
        describeCreate(rows.getPOST(), table);
        describeReplace(oneRow.getPUT(), table);
        describeUpdate(oneRow.getPATCH(), table);
        describeDelete(oneRow.getDELETE(), table);
    }

    private static void describeCreate(Operation create, TableDescription<?> table) {
        OpenApiParts.name(create, "create", table);
        describeRows(create, table, "201", "409", "422");
        withLocation(create.getResponses().getAPIResponse("201"));
    }

    private static void describeReplace(Operation replace, TableDescription<?> table) {
        describeRow(replace, "replace", table, OpenApiParts.json(OpenApiParts.reference(table)));
        if (!table.generatesKey()) {
            APIResponse created = OpenApiParts.response("The row was not there; as it is stored now",
                    OpenApiParts.reference(table));
            replace.getResponses().addAPIResponse("201", withLocation(OpenApiParts.withEntityTag(created)));
        }
    }

    private static void describeUpdate(Operation update, TableDescription<?> table) {
        Schema change = OpenApiParts.reference(table + CHANGE);
        describeRow(update, "update", table, OpenApiParts.json(change).addMediaType(TableWrites.MERGE_PATCH,
                OASFactory.createMediaType().schema(change)));
    }

    private static void describeDelete(Operation delete, TableDescription<?> table) {
        OpenApiParts.describeKey(delete, "delete", table);
        describePreconditions(delete);
        delete.setResponses(OpenApiParts.responses("204",
                OASFactory.createAPIResponse().description("The row is not there any more"), "404", "409", "412"));
    }

    /** What changes the row of a key by a body. */
    private static void describeRow(Operation change, String verb, TableDescription<?> table, Content body) {
        OpenApiParts.describeKey(change, verb, table);
        describePreconditions(change);
        change.setRequestBody(OpenApiParts.body(body));
        APIResponse stored = OpenApiParts.response("The row as it is stored", OpenApiParts.reference(table));
        change.setResponses(
                OpenApiParts.responses("200", OpenApiParts.withEntityTag(stored), "404", "409", "412"));
    }

    /** What takes one row or several, and an Idempotency-Key. */
    static void describeRows(Operation write, TableDescription<?> table, String status, String... problems) {
        write.addParameter(OpenApiParts.header(IdempotencyKey.HEADER,
                "Makes it harmless to send the request again: kept for 24 h, in which the same request with the same key"
                        + " does nothing and gets the same answer, and another request with it gets 422;"
                        + " 1 to 255 printable ASCII characters"));
        write.setRequestBody(OpenApiParts.body(oneOrSeveral(table)));
        APIResponse stored = OASFactory.createAPIResponse()
                .description("The row as it is stored, or an array of them where an array was sent")
                .content(oneOrSeveral(table));
        OpenApiParts.withHeader(OpenApiParts.withEntityTag(stored), WriteAnswer.REPLAYED,
                "true where an earlier request with the Idempotency-Key got this answer");
        write.setResponses(OpenApiParts.responses(status, stored, problems));
    }

    static void describePreconditions(Operation operation) {
        operation.addParameter(OpenApiParts.header("If-Match",
                "Only if the row's ETag is one of these; * if there is a row at all"));
        operation.addParameter(OpenApiParts.header("If-None-Match",
                "Only if the row's ETag is none of these; * if there is no row"));
    }

    private static APIResponse withLocation(APIResponse response) {
        return OpenApiParts.withHeader(response, "Location", "URL of the one row");
    }

    /**
     * A row, or an array of rows, which an extension tells: generated clients have one type for a body, and of a choice between an object
     * and an array some make code that does not compile.
     */
    private static Content oneOrSeveral(TableDescription<?> table) {
        Content content = OpenApiParts.json(OpenApiParts.reference(table));
        content.getMediaTypes().values().forEach(type -> type.addExtension(OR_ARRAY,
                Map.of("minItems", 1, "maxItems", BodyParser.MAX_ROWS)));
        return content;
    }

    private static Schema change(TableDescription<?> table) {
        Schema change = OpenApiParts.object()
                .description("New values for columns of a row. " + table.description()
                        + "; columns of the key may be given too, with the values that they have");
        table.columns().stream().filter(column -> !column.key() && !column.computed())
                .forEach(column -> change.addProperty(column.name(), OpenApiParts.property(column)));
        return change;
    }
}
