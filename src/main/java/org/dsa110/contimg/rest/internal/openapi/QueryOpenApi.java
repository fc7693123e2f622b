package org.dsa110.contimg.rest.internal.openapi;

import java.util.Map;

import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.dsa110.contimg.rest.query.NamedQuery;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;

/** Describes queries with paths of their own from their declarations. */
final class QueryOpenApi {
    /** By which an operation says of which table it is a list, such as {@code products.images}. */
    private static final String LIST_OF = "x-list-of";

    private QueryOpenApi() {
    }

    /** @param tables by their names */
    static void describe(OpenAPI document, NamedQuery query, Map<String, TableDescription<?>> tables) {
        Operation operation = document.getPaths().getPathItems().values().stream().map(PathItem::getGET)
                .filter(get -> get != null && query.operationId().equals(get.getOperationId())).findFirst()
                .orElseThrow(() -> new IllegalStateException("no operation has the id " + query.operationId()));
        query.parameters().forEach(parameter -> operation.addParameter(OpenApiParts.query(parameter)));
        if (query.rowsOf() == null) {
            return;
        }
        operation.addExtension(LIST_OF, query.rowsOf());
        boolean mayBeAbsent = operation.getResponses() != null && operation.getResponses().hasAPIResponse("404");
        ListOpenApi.describe(document, operation, tables.get(query.rowsOf()));
        if (mayBeAbsent) {
            operation.getResponses().addAPIResponse("404", OpenApiParts.problem());
        }
    }
}
