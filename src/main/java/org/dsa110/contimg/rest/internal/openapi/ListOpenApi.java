package org.dsa110.contimg.rest.internal.openapi;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
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
import org.dsa110.contimg.rest.query.FilterParameter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Describes what all lists of the rows of one table share: parameters, filters, answers. */
final class ListOpenApi {
    /** Suffix of the schema's name: {@code products.images.filter} is a text that names one of its filters and its value. */
    private static final String FILTER = ".filter";
    /**
     * Columns that are no parameters of their own, only filters: generated clients for Java (okhttp-gson) have a variable by that name, and
     * would not compile.
     */
    private static final Set<String> TAKEN = Set.of("base_path");

    private static final String ORDER = "Columns, separated by commas, each with a minus for backwards; NULL is less than any value, and the key"
            + " decides between equals";
    private static final String FIELDS = "The columns that are wanted, separated by commas; all if it is not given";

    private ListOpenApi() {
    }

    static void describe(OpenAPI document, Operation list, TableDescription<?> table) {
        describe(list, OpenApiParts.names("order", ORDER,
                columns(table).flatMap(column -> Stream.of(column, "-" + column))),
                OpenApiParts.names("fields", FIELDS, columns(table)));
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

    /** All that an order and a choice of columns may name; the distance is there in a cone search only. */
    private static Stream<String> columns(TableDescription<?> table) {
        Stream<String> stored = table.columns().stream().map(ColumnDescription::name);
        return table.position() == null ? stored : Stream.concat(stored, Stream.of(Cone.SEPARATION));
    }

    /** A list of a table whose columns nobody knows before it is asked for. */
    static void describeOther(Operation list) {
        describe(list, OpenApiParts.query("order", ORDER, OpenApiParts.text()),
                OpenApiParts.query("fields", FIELDS, OpenApiParts.text()));
        list.addParameter(filter("id", OpenApiParts.text()));
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
        document.getComponents().addSchema(table + FILTER, filters(table));
        table.columns().stream().filter(column -> !TAKEN.contains(column.name()))
                .forEach(column -> list.addParameter(OpenApiParts.query(column.name(),
                        "Only rows with this value: " + column.description(), OpenApiParts.values(column))));
        list.addParameter(filter(table.columns().get(0).name(), OpenApiParts.reference(table + FILTER)));
    }

    private static Parameter filter(String column, Schema filter) {
        String all = Arrays.stream(Filter.values()).map(each -> each + " (" + each.meaning() + ")")
                .collect(Collectors.joining(", "));
        return OpenApiParts.query(FilterParameter.NAME, "Only rows for which each of these holds, such as " + column
                + "__in=1,2: a column, two underscores, one of " + all
                + "; then = and the value. Each may be a parameter"
                + " of its own as well: ?" + column + "__in=1,2", OpenApiParts.array(filter))
                .style(Parameter.Style.FORM).explode(true);
    }

    /** A text of one filter: its name, and the value after the first equals sign. */
    private static Schema filters(TableDescription<?> table) {
        List<String> names = new ArrayList<>();
        for (ColumnType type : ColumnType.values()) {
            String columns = names(table, column -> column.type() == type);
            if (!columns.isEmpty()) {
                names.add("(" + columns + ")__(eq|ne|lt|le|gt|ge)");
            }
            if (!columns.isEmpty() && type == ColumnType.TEXT) {
                names.add("(" + columns + ")__(contains|startswith)");
            }
        }
        names.add("(" + names(table, column -> true) + ")__(in|isnull)");
        return OpenApiParts.text().pattern("^(" + String.join("|", names) + ")=")
                .description("A filter of " + table + " other than by equality, and its value");
    }

    private static String names(TableDescription<?> table, Predicate<ColumnDescription> wanted) {
        return table.columns().stream().filter(wanted).map(ColumnDescription::name).collect(Collectors.joining("|"));
    }
}
