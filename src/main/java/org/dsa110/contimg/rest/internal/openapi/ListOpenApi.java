package org.dsa110.contimg.rest.internal.openapi;

import java.math.BigDecimal;
import java.util.stream.Stream;

import org.dsa110.contimg.rest.internal.list.Cone;
import org.dsa110.contimg.rest.internal.list.ListFormat;
import org.dsa110.contimg.rest.internal.list.ListRequest;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** Describes what all lists of the rows of one table share. */
final class ListOpenApi {
    private ListOpenApi() {
    }

    static void describe(OpenAPI document, Operation list, TableDescription<?> table) {
        list.addParameter(OpenApiParts.query(ListFormat.PARAMETER));
        list.addParameter(
                OpenApiParts.query("limit",
                        "How many rows at the most: of a page 1 to " + ListRequest.MAX_LIMIT
                                + ", and 100 if it is not given; of an export any number, and all",
                        OASFactory.createSchema().addType(SchemaType.INTEGER).minimum(BigDecimal.ONE)));
        list.addParameter(OpenApiParts.query("next", "The next of the page before", OpenApiParts.text()));
        list.addParameter(OpenApiParts.names("order",
                "Columns, separated by commas, each with a minus for backwards; NULL is less than any value, and the key"
                        + " decides between equals",
                table.columns().stream().flatMap(column -> Stream.of(column.name(), "-" + column.name()))));
        list.addParameter(
                OpenApiParts.names("fields", "The columns that are wanted, separated by commas; all if it is not given",
                        table.columns().stream().map(ColumnDescription::name)));
        list.addParameter(
                OpenApiParts.query("count",
                        "Whether the number of all rows that match is wanted, as total; not in exports",
                        OASFactory.createSchema().addType(SchemaType.BOOLEAN).defaultValue(false)));
        if (table.position() != null) {
            list.addParameter(OpenApiParts.query(Cone.RA,
                    "A cone search, with dec and radius: right ascension, degrees (ICRS). Only rows within the"
                            + " radius come, the nearest first unless order says otherwise (exports of more than 1000 rows: by the key), each with its "
                            + Cone.SEPARATION,
                    OpenApiParts.number(-360, 360)));
            list.addParameter(OpenApiParts.query(Cone.DEC, "Declination of the cone, degrees (ICRS)",
                    OpenApiParts.number(-90, 90)));
            list.addParameter(OpenApiParts.query(Cone.RADIUS, "Radius of the cone, degrees along great circles",
                    OpenApiParts.number(0, 180)));
        }
        Schema page = OASFactory.createSchema().addType(SchemaType.OBJECT)
                .addProperty("items",
                        OASFactory.createSchema().addType(SchemaType.ARRAY)
                                .items(OASFactory.createSchema()
                                        .ref(OpenApiParts.reference(table).getRef() + RowOpenApi.PART)))
                .addProperty("next",
                        OpenApiParts.text().addType(SchemaType.NULL)
                                .description("For the next page; null on the last one"))
                .addProperty("total", OASFactory.createSchema().addType(SchemaType.INTEGER)
                        .description("How many rows match, where count=true"));
        APIResponses responses = OpenApiParts.responses("200", "A page of rows, or an export of all", page, "400",
                "406", "503");
        for (ListFormat format : ListFormat.values()) {
            if (format != ListFormat.JSON) {
                responses.getAPIResponse("200").getContent().addMediaType(format.plainMediaType(),
                        OASFactory.createMediaType().schema(OpenApiParts.text()));
            }
        }
        list.setResponses(responses);
        FilterOpenApi.describe(document, list, table);
    }
}
