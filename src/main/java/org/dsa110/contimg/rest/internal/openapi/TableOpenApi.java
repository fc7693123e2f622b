package org.dsa110.contimg.rest.internal.openapi;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.util.TypeLiteral;

import io.quarkus.arc.Arc;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.dsa110.contimg.rest.TableResource;
import org.dsa110.contimg.rest.ViewResource;
import org.dsa110.contimg.rest.declare.Quantity;
import org.dsa110.contimg.rest.internal.list.Cone;
import org.dsa110.contimg.rest.internal.list.ListFormat;
import org.dsa110.contimg.rest.internal.list.ListRequest;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.ColumnType;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.dsa110.contimg.rest.problem.Problem;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/**
 * Describes the tables in the OpenAPI document from what their entities declare: rows, filters, keys and answers. The document is
 * otherwise made from the resources' annotations, which all tables share.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.RUNTIME_PER_REQUEST)
public class TableOpenApi implements OASFilter {
    private static final String JSON = "application/json";
    /** What a row's schema is called behind the table's name when columns may be missing. */
    private static final String PART = ".part";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        ActionOpenApi.begin(document);
        Map<String, TableDescription<?>> tables = new HashMap<>();
        Arc.container().select(new TypeLiteral<TableResource<?>>() {
        }, Any.Literal.INSTANCE).forEach(resource -> {
            describe(document, resource);
            tables.put(resource.table().toString(), resource.table());
        });
        Arc.container().select(new TypeLiteral<ViewResource<?>>() {
        }, Any.Literal.INSTANCE).forEach(resource -> describeView(document, resource.table()));
        NamedListOpenApi.describe(document, tables);
        CommonOpenApi.describe(document);
        // So that what belongs to a table stands together.
        document.getPaths().setPathItems(new TreeMap<>(document.getPaths().getPathItems()));
    }

    private static void describeView(OpenAPI document, TableDescription<?> view) {
        document.getComponents().addSchema(view.toString(), row(view, true));
        document.getComponents().addSchema(view + PART, row(view, false));
        describeList(document, document.getPaths().getPathItem(view.path()).getGET(), view);
    }

    private static void describe(OpenAPI document, TableResource<?> resource) {
        TableDescription<?> table = resource.table();
        String path = table.path();
        document.getComponents().addSchema(table.toString(), row(table, true));
        document.getComponents().addSchema(table + PART, row(table, false));
        PathItem rows = document.getPaths().getPathItem(path);
        describeList(document, rows.getGET(), table);
        PathItem oneRow = document.getPaths().getPathItem(path + "/{key}");
        describeGet(oneRow.getGET(), table);
        WriteOpenApi.describe(document, table, rows, oneRow);
        ActionOpenApi.describe(document, table, path, table.database().unitName(), table.upserts());
    }

    private static void describeList(OpenAPI document, Operation list, TableDescription<?> table) {
        list.setOperationId("list_" + table.name() + "_of_" + table.database());
        describeRows(document, list, table);
    }

    /** What all lists of a table share. */
    static void describeRows(OpenAPI document, Operation list, TableDescription<?> table) {
        list.addParameter(query(ListFormat.PARAMETER, "In what form; outranks the Accept header", formats()));
        list.addParameter(
                query("limit",
                        "How many rows at the most: of a page 1 to " + ListRequest.MAX_LIMIT
                                + ", and 100 if it is not given; of an export any number, and all",
                        OASFactory.createSchema().addType(SchemaType.INTEGER).minimum(BigDecimal.ONE)));
        list.addParameter(query("next", "The next of the page before", text()));
        list.addParameter(names("order",
                "Columns, separated by commas, each with a minus for backwards; NULL is less than any value, and the key"
                        + " decides between equals",
                table.columns().stream().flatMap(column -> Stream.of(column.name(), "-" + column.name()))));
        list.addParameter(names("fields", "The columns that are wanted, separated by commas; all if it is not given",
                table.columns().stream().map(ColumnDescription::name)));
        list.addParameter(
                query("count", "Whether the number of all rows that match is wanted, as total; not in exports",
                        OASFactory.createSchema().addType(SchemaType.BOOLEAN).defaultValue(false)));
        if (table.position() != null) {
            list.addParameter(query(Cone.RA,
                    "A cone search, with dec and radius: right ascension, degrees (ICRS). Only rows within the"
                            + " radius come, the nearest first unless order says otherwise (exports of more than 1000 rows: by the key), each with its "
                            + Cone.SEPARATION,
                    number(-360, 360)));
            list.addParameter(query(Cone.DEC, "Declination of the cone, degrees (ICRS)", number(-90, 90)));
            list.addParameter(query(Cone.RADIUS, "Radius of the cone, degrees along great circles", number(0, 180)));
        }
        Schema page = OASFactory.createSchema().addType(SchemaType.OBJECT)
                .addProperty("items",
                        OASFactory.createSchema().addType(SchemaType.ARRAY)
                                .items(OASFactory.createSchema().ref(reference(table).getRef() + PART)))
                .addProperty("next",
                        text().addType(SchemaType.NULL).description("For the next page; null on the last one"))
                .addProperty("total", OASFactory.createSchema().addType(SchemaType.INTEGER)
                        .description("How many rows match, where count=true"));
        APIResponses responses = responses("200", "A page of rows, or an export of all", page, "400", "406", "503");
        for (ListFormat format : ListFormat.values()) {
            if (format != ListFormat.JSON) {
                responses.getAPIResponse("200").getContent().addMediaType(format.plainMediaType(),
                        OASFactory.createMediaType().schema(text()));
            }
        }
        list.setResponses(responses);
        FilterOpenApi.describe(document, list, table);
    }

    private static Schema number(int least, int greatest) {
        return value(ColumnType.REAL).minimum(BigDecimal.valueOf(least)).maximum(BigDecimal.valueOf(greatest));
    }

    private static Schema formats() {
        Schema formats = text().defaultValue(ListFormat.JSON.toString());
        for (ListFormat format : ListFormat.values()) {
            formats.addEnumeration(format.toString());
        }
        return formats;
    }

    private static void describeGet(Operation get, TableDescription<?> table) {
        get.setOperationId("get_" + table.name() + "_of_" + table.database());
        describeKey(get, table);
        get.addParameter(header("If-Match", "Only if the row's ETag is one of these"));
        get.addParameter(header("If-None-Match", "ETags of the row as the client has it: 304 if it still is so"));
        APIResponses responses = responses("200", "The row", reference(table), "400", "404", "412", "503");
        withEntityTag(responses.getAPIResponse("200"));
        responses.addAPIResponse("304", withEntityTag(OASFactory.createAPIResponse().description("It is as it was")));
        get.setResponses(responses);
    }

    static void describeKey(Operation operation, TableDescription<?> table) {
        operation.getParameters().forEach(parameter -> parameter.description(table.keys().stream()
                .map(column -> column.name() + " (" + column.description() + ")").collect(Collectors.joining(" / "))
                + "; clients encode it, and in a URL written by hand a slash within it is %2F"));
    }

    /** @param whole whether the columns that a row must give are there */
    private static Schema row(TableDescription<?> table, boolean whole) {
        Schema row = OASFactory.createSchema().addType(SchemaType.OBJECT).description("A row of " + table
                + (whole ? "" : ", with the columns that were asked for"));
        for (ColumnDescription column : table.columns()) {
            Schema value = property(column);
            if (whole && column.required()) {
                row.addRequired(column.name());
            }
            row.addProperty(column.name(), column.generated() ? value.readOnly(true) : value);
        }
        if (table.position() != null) {
            row.addProperty(Cone.SEPARATION, value(ColumnType.REAL).readOnly(true)
                    .description("Only in a cone search: distance from its position, degrees along a great circle")
                    .addExtension(Quantity.EXTENSION, Cone.SEPARATION_UNIT));
        }
        return row.addProperty("warnings",
                OASFactory.createSchema().addType(SchemaType.ARRAY).items(text()).readOnly(true)
                        .description("Only where a stored value has no JSON form: which, and why it is null here"));
    }

    static Schema property(ColumnDescription column) {
        Schema value = values(column).description(column.description());
        if (column.least() != null) {
            value.minimum(column.least());
        }
        if (column.greatest() != null) {
            value.maximum(column.greatest());
        }
        if (column.unit() != null) {
            value.addExtension(Quantity.EXTENSION, column.unit());
        }
        return column.nullable() ? value.addType(SchemaType.NULL) : value;
    }

    static Schema values(ColumnDescription column) {
        Schema schema = value(column.type());
        column.allowed().forEach(schema::addEnumeration);
        return schema;
    }

    static Schema value(ColumnType type) {
        return switch (type) {
            case TEXT -> text();
            case INTEGER -> OASFactory.createSchema().addType(SchemaType.INTEGER).format("int64");
            case REAL -> OASFactory.createSchema().addType(SchemaType.NUMBER).format("double");
        };
    }

    static APIResponses responses(String status, String description, Schema schema, String... problems) {
        APIResponses responses = OASFactory.createAPIResponses();
        responses.addAPIResponse(status, OASFactory.createAPIResponse().description(description).content(json(schema)));
        for (String problem : problems) {
            responses.addAPIResponse(problem, problem());
        }
        return responses;
    }

    static APIResponse problem() {
        Content content = OASFactory.createContent().addMediaType(Problem.MEDIA_TYPE,
                OASFactory.createMediaType().schema(OASFactory.createSchema().ref("#/components/schemas/Problem")));
        return OASFactory.createAPIResponse().description("Problem details").content(content);
    }

    static Content json(Schema schema) {
        return OASFactory.createContent().addMediaType(JSON, OASFactory.createMediaType().schema(schema));
    }

    static Schema reference(TableDescription<?> table) {
        return OASFactory.createSchema().ref("#/components/schemas/" + table);
    }

    static Parameter header(String name, String description) {
        return OASFactory.createParameter().name(name).in(Parameter.In.HEADER).description(description).schema(text());
    }

    static APIResponse withEntityTag(APIResponse response) {
        return response.addHeader("ETag", OASFactory.createHeader().schema(text())
                .description("Strong entity tag of the row, a hash of it as it is stored"));
    }

    static Parameter query(String name, String description, Schema schema) {
        return OASFactory.createParameter().name(name).in(Parameter.In.QUERY).description(description).schema(schema);
    }

    private static Parameter names(String name, String description, Stream<String> known) {
        Schema names = text();
        known.forEach(names::addEnumeration);
        return query(name, description, OASFactory.createSchema().addType(SchemaType.ARRAY).items(names).minItems(1)
                .uniqueItems(true)).style(Parameter.Style.FORM).explode(false);
    }

    static Schema text() {
        return OASFactory.createSchema().addType(SchemaType.STRING);
    }
}
