package org.dsa110.contimg.rest.internal.openapi;

import org.dsa110.contimg.rest.declare.Quantity;
import org.dsa110.contimg.rest.internal.list.Cone;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.ColumnType;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Describes the rows of a table, and how one of them is read. */
final class RowOpenApi {
    /** Suffix of the schema's name: {@code products.images.part} is a row of which columns may be missing, as with ?fields=. */
    static final String PART = ".part";

    private RowOpenApi() {
    }

    static void addSchemas(OpenAPI document, TableDescription<?> table) {
        document.getComponents().addSchema(table.toString(), row(table, true));
        document.getComponents().addSchema(table + PART, row(table, false));
    }

    static void describeGet(Operation get, TableDescription<?> table) {
        OpenApiParts.describeKey(get, "get", table);
        get.addParameter(OpenApiParts.header("If-Match", "Only if the row's ETag is one of these"));
        get.addParameter(
                OpenApiParts.header("If-None-Match", "ETags of the row as the client has it: 304 if it still is so"));
        APIResponse row = OpenApiParts.response("The row", OpenApiParts.reference(table));
        APIResponse same = OASFactory.createAPIResponse().description("It is as it was");
        get.setResponses(OpenApiParts.responses("200", OpenApiParts.withEntityTag(row), "404", "412")
                .addAPIResponse("304", OpenApiParts.withEntityTag(same)));
    }

    /** @param whole false for a row of chosen columns, of which none is required */
    private static Schema row(TableDescription<?> table, boolean whole) {
        Schema row = OpenApiParts.object().description("A row of " + table
                + (whole ? "" : ", with the columns that were asked for"));
        for (ColumnDescription column : table.columns()) {
            Schema value = OpenApiParts.property(column);
            if (whole && column.required()) {
                row.addRequired(column.name());
            }
            row.addProperty(column.name(), column.generated() ? value.readOnly(true) : value);
        }
        if (table.position() != null) {
            row.addProperty(Cone.SEPARATION, OpenApiParts.value(ColumnType.REAL).readOnly(true)
                    .description("Only in a cone search: distance from its position, degrees along a great circle")
                    .addExtension(Quantity.EXTENSION, Cone.SEPARATION_UNIT));
        }
        return row.addProperty("warnings",
                OpenApiParts.array(OpenApiParts.text()).readOnly(true)
                        .description("Only where a stored value has no JSON form: which, and why it is null here"));
    }
}
