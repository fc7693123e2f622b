package org.dsa110.contimg.rest.internal.openapi;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

import jakarta.enterprise.inject.Any;

import io.quarkus.arc.Arc;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.dsa110.contimg.rest.internal.table.Described;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.dsa110.contimg.rest.query.NamedQuery;
import org.dsa110.contimg.rest.query.Queries;
import org.dsa110.contimg.rest.stats.StatisticsPart;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;

/**
 * Describes the tables in the OpenAPI document from what their entities declare, and queries from their declarations. The document is
 * otherwise made from the resources' annotations, which all tables share.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.RUNTIME_PER_REQUEST)
public class TableOpenApi implements OASFilter {
    /** By which an operation says of which table it is a list, such as {@code products.images}. */
    private static final String LIST_OF = "x-list-of";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        ActionOpenApi.begin(document);
        Map<String, TableDescription<?>> tables = new HashMap<>();
        Arc.container().select(Described.class, Any.Literal.INSTANCE)
                .forEach(resource -> tables.put(resource.table().toString(), resource.table()));
        tables.values().forEach(table -> describe(document, table));
        Arc.container().select(Queries.class, Any.Literal.INSTANCE).forEach(
                resource -> resource.queries().forEach(query -> describe(document, query, tables)));
        DatabaseOpenApi.describe(document);
        StatsOpenApi.describe(document,
                Arc.container().select(StatisticsPart.class, Any.Literal.INSTANCE).stream().toList());
        CommonOpenApi.describe(document);
        // So that what belongs to a table stands together.
        document.getPaths().setPathItems(new TreeMap<>(document.getPaths().getPathItems()));
    }

    private static void describe(OpenAPI document, NamedQuery query, Map<String, TableDescription<?>> tables) {
        Operation operation = document.getPaths().getPathItems().values().stream().map(PathItem::getGET)
                .filter(get -> get != null && query.operationId().equals(get.getOperationId())).findFirst()
                .orElseThrow(() -> new IllegalStateException("no operation has the id " + query.operationId()));
        query.parameters().forEach(parameter -> operation.addParameter(OpenApiParts.query(parameter)));
        if (query.rowsOf() != null) {
            boolean mayBeAbsent = operation.getResponses() != null && operation.getResponses().hasAPIResponse("404");
            ListOpenApi.describe(document, operation, tables.get(query.rowsOf()));
            operation.addExtension(LIST_OF, query.rowsOf());
            if (mayBeAbsent) {
                operation.getResponses().addAPIResponse("404", OpenApiParts.problem());
            }
        }
    }

    private static void describe(OpenAPI document, TableDescription<?> table) {
        RowOpenApi.addSchemas(document, table);
        PathItem rows = document.getPaths().getPathItem(table.path());
        OpenApiParts.name(rows.getGET(), "list", table);
        ListOpenApi.describe(document, rows.getGET(), table);
        if (table.isStored()) {
            String generic = table.path() + "/{key}";
            PathItem oneRow = document.getPaths().getPathItem(generic);
            document.getPaths().removePathItem(generic);
            document.getPaths().addPathItem(OpenApiParts.rowPath(table), oneRow);
            RowOpenApi.describe(table, rows, oneRow);
            ActionOpenApi.describe(document, table);
        }
    }
}
