package org.dsa110.contimg.rest;

import java.util.List;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;

/**
 * What {@link TableOpenApi} says of upserts. The document that is made from annotations has one path for all tables, which is
 * replaced by one for each.
 */
final class ActionOpenApi {
    private ActionOpenApi() {
    }

    static void begin(OpenAPI document) {
        List<String> generic = document.getPaths().getPathItems().keySet().stream()
                .filter(path -> path.startsWith("/api/v1/{database}/{table}")).toList();
        generic.forEach(document.getPaths()::removePathItem);
    }

    static void describe(OpenAPI document, TableDescription<?> table, String path, String tag, boolean merges) {
        if (merges) {
            add(document, path + ":upsert", tag, describeUpsert(table));
        }
    }

    private static void add(OpenAPI document, String path, String tag, Operation post) {
        document.getPaths().addPathItem(path, OASFactory.createPathItem().POST(post.addTag(tag)));
    }

    private static Operation describeUpsert(TableDescription<?> table) {
        return OASFactory.createOperation().operationId("upsert_" + table.name() + "_of_" + table.database())
                .summary("Add one row or several, or merge them into those that are there")
                .description(
                        "A row that is there gets the values that are sent; a null overwrites nothing, as if it were"
                                + " left out. One that is not there is added. Of an array either all rows are stored or none.")
                .requestBody(OASFactory.createRequestBody().required(true)
                        .content(TableOpenApi.json(WriteOpenApi.oneOrSeveral(table))))
                .responses(TableOpenApi.responses("200",
                        "The row as it is stored, or an array of them where an array was sent",
                        WriteOpenApi.oneOrSeveral(table), "400", "409", "413", "415", "503", "507"));
    }
}
