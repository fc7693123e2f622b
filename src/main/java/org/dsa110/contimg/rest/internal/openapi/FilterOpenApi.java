package org.dsa110.contimg.rest.internal.openapi;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.dsa110.contimg.rest.internal.list.Filter;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.ColumnType;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** Describes the filters of lists in the OpenAPI document. */
final class FilterOpenApi {
    /** What the schema of a table's filters is called behind its name. */
    private static final String FILTERS = ".filters";

    private FilterOpenApi() {
    }

    static void describe(OpenAPI document, Operation list, TableDescription<?> table) {
        document.getComponents().addSchema(table + FILTERS, filters(table));
        table.columns().forEach(column -> list.addParameter(TableOpenApi.query(column.name(),
                "Only rows with this value: " + column.description(), TableOpenApi.values(column))));
        String all = Arrays.stream(Filter.values()).map(filter -> filter + " (" + filter.meaning() + ")")
                .collect(Collectors.joining(", "));
        list.addParameter(OASFactory.createParameter().name("filters").in(Parameter.In.QUERY)
                .style(Parameter.Style.FORM).explode(true)
                .description("Other filters, each a parameter of its own such as " + table.columns().get(0).name()
                        + "__in=...: a column, two underscores and one of " + all)
                .schema(OASFactory.createSchema().ref("#/components/schemas/" + table + FILTERS)));
    }

    /** The names of the parameters, and what their values are. */
    private static Schema filters(TableDescription<?> table) {
        Map<String, Schema> patterns = new LinkedHashMap<>();
        for (ColumnType type : ColumnType.values()) {
            String columns = names(table, column -> column.type() == type);
            if (!columns.isEmpty()) {
                patterns.put("^(" + columns + ")__(eq|ne|lt|le|gt|ge)$", TableOpenApi.value(type));
            }
            if (!columns.isEmpty() && type == ColumnType.TEXT) {
                patterns.put("^(" + columns + ")__(contains|startswith)$", TableOpenApi.text());
            }
        }
        String all = names(table, column -> true);
        patterns.put("^(" + all + ")__in$", TableOpenApi.text());
        patterns.put("^(" + all + ")__isnull$", OASFactory.createSchema().addType(SchemaType.BOOLEAN));
        return OASFactory.createSchema().addType(SchemaType.OBJECT).patternProperties(patterns)
                .additionalPropertiesSchema(OASFactory.createSchema().booleanSchema(false))
                .description("Filters of " + table + " other than by equality");
    }

    private static String names(TableDescription<?> table, Predicate<ColumnDescription> wanted) {
        return table.columns().stream().filter(wanted).map(ColumnDescription::name).collect(Collectors.joining("|"));
    }
}
