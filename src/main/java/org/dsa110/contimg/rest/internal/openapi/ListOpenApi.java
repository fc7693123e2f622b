package org.dsa110.contimg.rest.internal.openapi;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.dsa110.contimg.rest.internal.list.Cone;
import org.dsa110.contimg.rest.internal.list.Filter;
import org.dsa110.contimg.rest.internal.list.ListFormat;
import org.dsa110.contimg.rest.internal.list.ListRequest;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.ColumnType;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Describes what all lists of the rows of one table share: parameters, filters, answers. */
final class ListOpenApi {
    /** Suffix of the schema's name: {@code products.images.filters} is the object of its filters. */
    private static final String FILTERS = ".filters";

    private static final String ORDER = "Columns, separated by commas, each with a minus for backwards; NULL is less than any value, and the key"
            + " decides between equals";
    private static final String FIELDS = "The columns that are wanted, separated by commas; all if it is not given";

    private ListOpenApi() {
    }

    static void describe(OpenAPI document, Operation list, TableDescription<?> table) {
        describe(list, OpenApiParts.names("order", ORDER,
                table.columns().stream().flatMap(column -> Stream.of(column.name(), "-" + column.name()))),
                OpenApiParts.names("fields", FIELDS, table.columns().stream().map(ColumnDescription::name)));
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
        list.setResponses(
                OpenApiParts.responses("200", pageOrExport(OpenApiParts.reference(table + RowOpenApi.PART))));
        describeFilters(document, list, table);
    }

    /** A list of a table whose columns nobody knows before it is asked for. */
    static void describeOther(Operation list) {
        describe(list, OpenApiParts.query("order", ORDER, OpenApiParts.text()),
                OpenApiParts.query("fields", FIELDS, OpenApiParts.text()));
        list.setResponses(
                OpenApiParts.responses("200", pageOrExport(OpenApiParts.object()), "404", "409"));
    }

    private static void describe(Operation list, Parameter order, Parameter fields) {
        list.addParameter(OpenApiParts.query(ListFormat.PARAMETER));
        list.addParameter(
                OpenApiParts.query("limit",
                        "How many rows at the most: of a page 1 to " + ListRequest.MAX_LIMIT
                                + ", and 100 if it is not given; of an export any number, and all",
                        OASFactory.createSchema().addType(SchemaType.INTEGER).minimum(BigDecimal.ONE)));
        list.addParameter(OpenApiParts.query("next", "The next of the page before", OpenApiParts.text()));
        list.addParameter(order);
        list.addParameter(fields);
        list.addParameter(
                OpenApiParts.query("count",
                        "Whether the number of all rows that match is wanted, as total; not in exports",
                        OASFactory.createSchema().addType(SchemaType.BOOLEAN).defaultValue(false)));
    }

    private static APIResponse pageOrExport(Schema row) {
        Schema page = OpenApiParts.object()
                .addProperty("items", OpenApiParts.array(row))
                .addProperty("next",
                        OpenApiParts.text().addType(SchemaType.NULL)
                                .description("For the next page; null on the last one"))
                .addProperty("total", OASFactory.createSchema().addType(SchemaType.INTEGER)
                        .description("How many rows match, where count=true"));
        APIResponse response = OpenApiParts.response("A page of rows, or an export of all", page);
        for (ListFormat format : ListFormat.values()) {
            if (format != ListFormat.JSON) {
                response.getContent().addMediaType(format.plainMediaType(),
                        OASFactory.createMediaType().schema(OpenApiParts.text()));
            }
        }
        return response;
    }

    private static void describeFilters(OpenAPI document, Operation list, TableDescription<?> table) {
        document.getComponents().addSchema(table + FILTERS, filters(table));
        table.columns().forEach(column -> list.addParameter(OpenApiParts.query(column.name(),
                "Only rows with this value: " + column.description(), OpenApiParts.values(column))));
        String all = Arrays.stream(Filter.values()).map(filter -> filter + " (" + filter.meaning() + ")")
                .collect(Collectors.joining(", "));
        list.addParameter(OpenApiParts.query("filters",
                "Other filters, each a parameter of its own such as " + table.columns().get(0).name()
                        + "__in=...: a column, two underscores and one of " + all,
                OpenApiParts.reference(table + FILTERS)).style(Parameter.Style.FORM).explode(true));
    }

    /** The names of the parameters, and what their values are. */
    private static Schema filters(TableDescription<?> table) {
        Map<String, Schema> patterns = new LinkedHashMap<>();
        for (ColumnType type : ColumnType.values()) {
            String columns = names(table, column -> column.type() == type);
            if (!columns.isEmpty()) {
                patterns.put("^(" + columns + ")__(eq|ne|lt|le|gt|ge)$", OpenApiParts.value(type));
            }
            if (!columns.isEmpty() && type == ColumnType.TEXT) {
                patterns.put("^(" + columns + ")__(contains|startswith)$", OpenApiParts.text());
            }
        }
        String all = names(table, column -> true);
        patterns.put("^(" + all + ")__in$", OpenApiParts.text());
        patterns.put("^(" + all + ")__isnull$", OASFactory.createSchema().addType(SchemaType.BOOLEAN));
        return OpenApiParts.object().patternProperties(patterns)
                .additionalPropertiesSchema(OASFactory.createSchema().booleanSchema(false))
                .description("Filters of " + table + " other than by equality");
    }

    private static String names(TableDescription<?> table, Predicate<ColumnDescription> wanted) {
        return table.columns().stream().filter(wanted).map(ColumnDescription::name).collect(Collectors.joining("|"));
    }
}
