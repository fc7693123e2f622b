package org.dsa110.contimg.rest.internal.openapi;

import java.util.List;

import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Describes what may become of every operation under {@code /api/v1}, whoever made it. */
final class CommonOpenApi {
    /** The request is wrong; the Accept header allows none of the answers; the database is busy. */
    private static final List<String> ANY = List.of("400", "406", "503");
    private static final String DISK_FULL = "507";
    /** Which part of a path is the name of the database: what belongs to one stands together under its name. */
    private static final int DATABASE = 3;
    /** The body is too large, or of another media type. */
    private static final List<String> WITH_BODY = List.of("413", "415");

    private CommonOpenApi() {
    }

    static void describe(OpenAPI document) {
        OpenApiIntroduction.describe(document);
        AccessOpenApi.describe(document);
        document.getPaths().getPathItems().forEach((path, item) -> {
            if (path.startsWith("/api/v1/")) {
                item.getOperations().forEach((method, operation) -> {
                    AccessOpenApi.describe(method, operation);
                    operation.setTags(List.of(path.split("/")[DATABASE]));
                    ANY.forEach(status -> addProblem(operation, status));
                    if (method != PathItem.HttpMethod.GET) {
                        addProblem(operation, DISK_FULL);
                    }
                    if (operation.getRequestBody() != null) {
                        WITH_BODY.forEach(status -> addProblem(operation, status));
                    }
                    operation.getResponses().getAPIResponses().forEach(CommonOpenApi::giveContent);
                });
            }
        });
    }

    /** All that is answered where something is wrong has the same shape. */
    private static void giveContent(String status, APIResponse response) {
        if (status.charAt(0) >= '4' && response.getContent() == null) {
            response.setContent(OpenApiParts.problem().getContent());
        }
    }

    private static void addProblem(Operation operation, String status) {
        if (!operation.getResponses().hasAPIResponse(status)) {
            operation.getResponses().addAPIResponse(status, OpenApiParts.problem());
        }
    }
}
