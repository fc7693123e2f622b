package org.dsa110.contimg.rest.internal.openapi;

import java.util.Map;

import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** What {@link TableOpenApi} says of {@code NamedList}s: what they share with the list of their table. */
public final class NamedListOpenApi {
    /** The extension by which an operation says of which table it is a list, such as {@code products.images}. */
    public static final String LIST_OF = "x-list-of";

    private NamedListOpenApi() {
    }

    static void describe(OpenAPI document, Map<String, TableDescription<?>> tables) {
        for (PathItem path : document.getPaths().getPathItems().values()) {
            Operation list = path.getGET();
            if (list != null && list.getExtensions() != null && list.getExtensions().containsKey(LIST_OF)) {
                describe(document, list, tables.get(list.getExtensions().get(LIST_OF).toString()));
            }
        }
    }

    private static void describe(OpenAPI document, Operation list, TableDescription<?> table) {
        APIResponse notFound = list.getResponses() == null ? null : list.getResponses().getAPIResponse("404");
        TableOpenApi.describeRows(document, list, table);
        if (notFound != null) {
            list.getResponses().addAPIResponse("404", TableOpenApi.problem());
        }
    }
}
