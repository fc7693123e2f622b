package org.dsa110.contimg.rest.internal.openapi;

import java.math.BigDecimal;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.dsa110.contimg.rest.declare.Quantity;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.ColumnType;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.dsa110.contimg.rest.problem.Problem;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.parameters.RequestBody;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** The pieces that descriptions in the OpenAPI document are made of, each made anew at every call. */
final class OpenApiParts {
    private OpenApiParts() {
    }

    static Schema number(int least, int greatest) {
        return value(ColumnType.REAL).minimum(BigDecimal.valueOf(least)).maximum(BigDecimal.valueOf(greatest));
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
            case TEXT, ANY -> text();
            case BOOLEAN -> OASFactory.createSchema().addType(SchemaType.BOOLEAN);
            case INTEGER -> OASFactory.createSchema().addType(SchemaType.INTEGER).format("int64");
            case REAL -> OASFactory.createSchema().addType(SchemaType.NUMBER).format("double");
        };
    }

    /** @param problems the statuses of problems, but for those that {@link CommonOpenApi} gives every operation */
    static APIResponses responses(String status, APIResponse response, String... problems) {
        APIResponses responses = OASFactory.createAPIResponses().addAPIResponse(status, response);
        for (String problem : problems) {
            responses.addAPIResponse(problem, problem());
        }
        return responses;
    }

    static APIResponse response(String description, Schema schema) {
        return OASFactory.createAPIResponse().description(description).content(json(schema));
    }

    static APIResponse problem() {
        Content content = OASFactory.createContent().addMediaType(Problem.MEDIA_TYPE,
                OASFactory.createMediaType().schema(reference("Problem")));
        return OASFactory.createAPIResponse().description("Problem details").content(content);
    }

    static Content json(Schema schema) {
        return OASFactory.createContent().addMediaType("application/json", OASFactory.createMediaType().schema(schema));
    }

    static RequestBody body(Content content) {
        return OASFactory.createRequestBody().required(true).content(content);
    }

    static Schema reference(TableDescription<?> table) {
        return reference(table.toString());
    }

    static Schema reference(String schema) {
        return OASFactory.createSchema().ref("#/components/schemas/" + schema);
    }

    static Schema object() {
        return OASFactory.createSchema().addType(SchemaType.OBJECT);
    }

    static Schema truth() {
        return value(ColumnType.BOOLEAN);
    }

    /** That of a reference, or null. */
    static Schema orNull(Schema reference) {
        return OASFactory.createSchema().addAnyOf(reference)
                .addAnyOf(OASFactory.createSchema().addType(SchemaType.NULL));
    }

    static Schema array(Schema items) {
        return OASFactory.createSchema().addType(SchemaType.ARRAY).items(items);
    }

    static Parameter header(String name, String description) {
        return OASFactory.createParameter().name(name).in(Parameter.In.HEADER).description(description).schema(text());
    }

    static APIResponse withEntityTag(APIResponse response) {
        return withHeader(response, "ETag", "Strong entity tag of the row, a hash of it as it is stored");
    }

    static APIResponse withHeader(APIResponse response, String name, String description) {
        return response.addHeader(name, OASFactory.createHeader().schema(text()).description(description));
    }

    static Parameter query(String name, String description, Schema schema) {
        return OASFactory.createParameter().name(name).in(Parameter.In.QUERY).description(description).schema(schema);
    }

    static Parameter names(String name, String description, Stream<String> known) {
        Schema names = text();
        known.forEach(names::addEnumeration);
        return query(name, description, array(names).minItems(1).uniqueItems(true)).style(Parameter.Style.FORM)
                .explode(false);
    }

    static Schema text() {
        return OASFactory.createSchema().addType(SchemaType.STRING);
    }

    /** Gives an operation on the table its id. */
    static void name(Operation operation, String verb, TableDescription<?> table) {
        operation.setOperationId(verb + "_" + table.name() + "_of_" + table.database());
    }

    /** Gives an operation on one row its id, and a parameter for each column of the key. */
    static void describeKey(Operation operation, String verb, TableDescription<?> table) {
        name(operation, verb, table);
        operation.setParameters(table.keys().stream().map(column -> OASFactory.createParameter()
                .name(keyName(table, column)).in(Parameter.In.PATH).required(true).schema(values(column))
                .description(column.name() + ": " + column.description()
                        + (column.type() == ColumnType.TEXT
                                ? "; clients encode it, and in a URL written by hand a slash within it is %2F"
                                : "")))
                .toList());
    }

    /** Where one row of the table is, with a parameter for each column of its key. */
    static String rowPath(TableDescription<?> table) {
        return table.path() + table.keys().stream().map(column -> "/{" + keyName(table, column) + "}")
                .collect(Collectors.joining());
    }

    private static String keyName(TableDescription<?> table, ColumnDescription column) {
        return table.keys().size() == 1 ? "key" : column.name();
    }

    /** A parameter of a query, as it is declared. */
    static Parameter query(org.dsa110.contimg.rest.query.Parameter<?> declared) {
        Schema schema = value(declared.type());
        if (declared.least() != null) {
            schema.minimum(new BigDecimal(declared.least().toString()))
                    .maximum(new BigDecimal(declared.greatest().toString()));
        }
        declared.allowed().forEach(schema::addEnumeration);
        if (declared.otherwise() != null) {
            schema.defaultValue(declared.otherwise());
        }
        Parameter parameter = query(declared.name(), declared.description(), schema);
        return declared.required() ? parameter.required(true) : parameter;
    }
}
