package org.dsa110.contimg.rest;

import java.util.List;

import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;

/** Describes what may become of every operation under {@code /api/v1}, whoever made it. */
final class CommonOpenApi {
    /** The Accept header allows none of the answers; the database is busy; the disk is full. */
    private static final List<String> ANY = List.of("406", "503");
    private static final String DISK_FULL = "507";

    private CommonOpenApi() {
    }

    static void describe(OpenAPI document) {
        document.getPaths().getPathItems().forEach((path, item) -> {
            if (path.startsWith("/api/v1/")) {
                item.getOperations().forEach((method, operation) -> {
                    ANY.forEach(status -> addProblem(operation, status));
                    if (method != PathItem.HttpMethod.GET) {
                        addProblem(operation, DISK_FULL);
                    }
                });
            }
        });
    }

    private static void addProblem(Operation operation, String status) {
        if (!operation.getResponses().hasAPIResponse(status)) {
            operation.getResponses().addAPIResponse(status, TableOpenApi.problem());
        }
    }
}
