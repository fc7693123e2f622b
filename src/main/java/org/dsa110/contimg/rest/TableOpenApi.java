package org.dsa110.contimg.rest;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.util.TypeLiteral;

import io.quarkus.arc.Arc;
import io.quarkus.smallrye.openapi.OpenApiFilter;
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
@OpenApiFilter(stages = OpenApiFilter.RunStage.RUNTIME_STARTUP)
public class TableOpenApi implements OASFilter {
    private static final String JSON = "application/json";
    /** What a row's schema is called behind the table's name when it is only what changes. */
    private static final String CHANGE = ".change";
    /** The same for the names of its filters. */
    private static final String FILTERS = ".filters";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Arc.container().select(new TypeLiteral<TableResource<?>>() {
        }, Any.Literal.INSTANCE).forEach(resource -> describe(document, resource.table()));
    }

    private static void describe(OpenAPI document, TableDescription<?> table) {
        String path = "/api/v1/" + table.database() + "/" + table.name();
        document.getComponents().addSchema(table.toString(), row(table));
        PathItem rows = document.getPaths().getPathItem(path);
        describeList(document, rows.getGET(), table);
        describeCreate(rows.getPOST(), table);
        PathItem oneRow = document.getPaths().getPathItem(path + "/{key}");
        describeGet(oneRow.getGET(), table);
        document.getComponents().addSchema(table + CHANGE, change(table));
        describeUpdate(oneRow.getPATCH(), table);
    }

    private static void describeList(OpenAPI document, Operation list, TableDescription<?> table) {
        list.setOperationId("list_" + table.name() + "_of_" + table.database());
        list.addParameter(
                query("limit", "How many rows at the most", OASFactory.createSchema().addType(SchemaType.INTEGER)
                        .minimum(BigDecimal.ONE).maximum(BigDecimal.valueOf(ListRequest.MAX_LIMIT)).defaultValue(100)));
        list.addParameter(query("next", "The next of the page before", text()));
        list.addParameter(query("order",
                "Columns, separated by commas, each with a minus for backwards; the key decides between equals",
                text()));
        list.addParameter(
                query("fields", "The columns that are wanted, separated by commas; all if it is not given", text()));
        list.addParameter(query("count", "Whether the number of all rows that match is wanted, as total",
                OASFactory.createSchema().addType(SchemaType.BOOLEAN).defaultValue(false)));
        table.columns().forEach(column -> list.addParameter(
                query(column.name(), "Only rows with this value: " + column.description(), values(column))));
        document.getComponents().addSchema(table + FILTERS, filters(table));
        list.addParameter(OASFactory.createParameter().name("filters").in(Parameter.In.QUERY)
                .style(Parameter.Style.FORM).explode(true)
                .description("Other filters, each a parameter of its own such as "
                        + table.columns().get(0).name() + "__in=...: a column, two underscores and one of "
                        + Arrays.stream(Filter.values()).map(filter -> filter + " (" + filter.meaning() + ")")
                                .collect(Collectors.joining(", ")))
                .schema(OASFactory.createSchema().ref("#/components/schemas/" + table + FILTERS)));
        Schema page = OASFactory.createSchema().addType(SchemaType.OBJECT)
                .addProperty("items", OASFactory.createSchema().addType(SchemaType.ARRAY).items(reference(table)))
                .addProperty("next",
                        text().addType(SchemaType.NULL).description("For the next page; null on the last one"))
                .addProperty("total", OASFactory.createSchema().addType(SchemaType.INTEGER)
                        .description("How many rows match, where count=true"));
        list.setResponses(responses("200", "A page of rows", page, "400", "503"));
    }

    private static void describeCreate(Operation create, TableDescription<?> table) {
        create.setOperationId("create_" + table.name() + "_of_" + table.database());
        Schema rows = OASFactory.createSchema().addType(SchemaType.ARRAY).items(reference(table)).minItems(1)
                .maxItems(BodyParser.MAX_ROWS);
        Schema oneOrSeveral = OASFactory.createSchema().addOneOf(reference(table)).addOneOf(rows);
        create.setRequestBody(OASFactory.createRequestBody().required(true).content(json(oneOrSeveral)));
        create.setResponses(responses("201", "The row as it is stored, or an array of them where an array was sent",
                oneOrSeveral, "400", "409", "413", "415", "503", "507"));
    }

    private static void describeGet(Operation get, TableDescription<?> table) {
        get.setOperationId("get_" + table.name() + "_of_" + table.database());
        describeKey(get, table);
        get.setResponses(responses("200", "The row", reference(table), "404", "503"));
    }

    private static void describeUpdate(Operation update, TableDescription<?> table) {
        update.setOperationId("update_" + table.name() + "_of_" + table.database());
        describeKey(update, table);
        Schema change = OASFactory.createSchema().ref("#/components/schemas/" + table + CHANGE);
        Content content = json(change).addMediaType(TableResource.MERGE_PATCH,
                OASFactory.createMediaType().schema(change));
        update.setRequestBody(OASFactory.createRequestBody().required(true).content(content));
        update.setResponses(responses("200", "The row as it is stored", reference(table), "400", "404", "409", "413",
                "415", "503", "507"));
    }

    private static void describeKey(Operation operation, TableDescription<?> table) {
        operation.getParameters().forEach(parameter -> parameter.description(table.keys().stream()
                .map(column -> column.name() + " (" + column.description() + ")").collect(Collectors.joining(" / "))
                + ", percent-encoded"));
    }

    private static Schema row(TableDescription<?> table) {
        Schema row = OASFactory.createSchema().addType(SchemaType.OBJECT).description("A row of " + table);
        for (ColumnDescription column : table.columns()) {
            Schema value = property(column);
            if (column.required()) {
                row.addRequired(column.name());
            }
            row.addProperty(column.name(), column.generated() ? value.readOnly(true) : value);
        }
        return row.addProperty("warnings",
                OASFactory.createSchema().addType(SchemaType.ARRAY).items(text()).readOnly(true)
                        .description("Only where a stored value has no JSON form: which, and why it is null here"));
    }

    private static Schema change(TableDescription<?> table) {
        Schema change = OASFactory.createSchema().addType(SchemaType.OBJECT)
                .description("New values for columns of a row of " + table
                        + "; columns of the key may be given too, with the values that they have");
        table.columns().stream().filter(column -> !column.key())
                .forEach(column -> change.addProperty(column.name(), property(column)));
        return change;
    }

    /** The names that filters other than equality have as parameters, and what their values are. */
    private static Schema filters(TableDescription<?> table) {
        Schema schema = OASFactory.createSchema().addType(SchemaType.OBJECT)
                .description("Filters of " + table + " other than by equality")
                .additionalPropertiesSchema(OASFactory.createSchema().booleanSchema(false));
        Map<String, Schema> patterns = new LinkedHashMap<>();
        String all = names(table, column -> true);
        for (ColumnType type : ColumnType.values()) {
            String columns = names(table, column -> column.type() == type);
            if (!columns.isEmpty()) {
                patterns.put("^(" + columns + ")__(eq|ne|lt|le|gt|ge)$", value(type));
            }
            if (!columns.isEmpty() && type == ColumnType.TEXT) {
                patterns.put("^(" + columns + ")__(contains|startswith)$", value(type));
            }
        }
        patterns.put("^(" + all + ")__in$", text());
        patterns.put("^(" + all + ")__isnull$", OASFactory.createSchema().addType(SchemaType.BOOLEAN));
        return schema.patternProperties(patterns);
    }

    private static String names(TableDescription<?> table, Predicate<ColumnDescription> wanted) {
        return table.columns().stream().filter(wanted).map(ColumnDescription::name).collect(Collectors.joining("|"));
    }

    private static Schema property(ColumnDescription column) {
        Schema value = values(column).description(column.description());
        return column.nullable() ? value.addType(SchemaType.NULL) : value;
    }

    private static Schema values(ColumnDescription column) {
        Schema schema = value(column.type());
        column.allowed().forEach(schema::addEnumeration);
        return schema;
    }

    private static Schema value(ColumnType type) {
        return switch (type) {
            case TEXT -> text();
            case INTEGER -> OASFactory.createSchema().addType(SchemaType.INTEGER).format("int64");
            case REAL -> OASFactory.createSchema().addType(SchemaType.NUMBER).format("double");
        };
    }

    private static APIResponses responses(String status, String description, Schema schema, String... problems) {
        APIResponses responses = OASFactory.createAPIResponses();
        responses.addAPIResponse(status, OASFactory.createAPIResponse().description(description).content(json(schema)));
        for (String problem : problems) {
            responses.addAPIResponse(problem, problem());
        }
        return responses;
    }

    private static APIResponse problem() {
        Content content = OASFactory.createContent().addMediaType(Problem.MEDIA_TYPE,
                OASFactory.createMediaType().schema(OASFactory.createSchema().ref("#/components/schemas/Problem")));
        return OASFactory.createAPIResponse().description("Problem details").content(content);
    }

    private static Content json(Schema schema) {
        return OASFactory.createContent().addMediaType(JSON, OASFactory.createMediaType().schema(schema));
    }

    private static Schema reference(TableDescription<?> table) {
        return OASFactory.createSchema().ref("#/components/schemas/" + table);
    }

    private static Parameter query(String name, String description, Schema schema) {
        return OASFactory.createParameter().name(name).in(Parameter.In.QUERY).description(description).schema(schema);
    }

    private static Schema text() {
        return OASFactory.createSchema().addType(SchemaType.STRING);
    }
}
