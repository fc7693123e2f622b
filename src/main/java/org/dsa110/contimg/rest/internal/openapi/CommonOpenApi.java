package org.dsa110.contimg.rest.internal.openapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.dsa110.contimg.rest.declare.Operate;
import org.dsa110.contimg.rest.internal.access.Role;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** Adds to every operation under {@code /api/v1} who may use it, and the answers that any of them may get. */
final class CommonOpenApi {
    private static final String JSON = "application/json";
    private static final String SCHEME = "token";
    /** Statuses of any operation: 400 wrong request, 406 no form that the Accept header allows, 503 the database is busy. */
    private static final List<String> ANY = List.of("400", "406", "503");
    private static final String DISK_FULL = "507";
    /** Which part of a path is the name of the database: what belongs to one stands together under its name. */
    private static final int DATABASE = 3;
    /** The body is too large. */
    private static final String TOO_LARGE = "413";
    /** The body is of another media type, or compressed: what says so of none is refused as well. */
    private static final String OTHER_TYPE = "415";

    private CommonOpenApi() {
    }

    static void describe(OpenAPI document) {
        OpenApiIntroduction.describe(document);
        document.getComponents().addSecurityScheme(SCHEME, OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.HTTP).scheme("bearer")
                .description(
                        "Where the service asks for tokens: one of the role that the operation's " + Operate.EXTENSION
                                + " names, or of a higher one: read, write, operate"));
        document.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(SCHEME));
        document.addSecurityRequirement(OASFactory.createSecurityRequirement());
        document.getPaths().getPathItems().forEach((path, item) -> {
            if (path.startsWith("/api/v1/")) {
                item.getOperations().forEach((method, operation) -> {
                    describeAccess(method, operation);
                    String database = path.split("/")[DATABASE];
                    operation.setTags(List.of(database.startsWith("{") ? OpenApiIntroduction.ANY_DATABASE : database));
                    ANY.forEach(status -> addProblem(operation, status));
                    if (method != PathItem.HttpMethod.GET) {
                        addProblem(operation, DISK_FULL);
                    }
                    if (operation.getRequestBody() != null) {
                        addProblem(operation, TOO_LARGE);
                    }
                    if (method != PathItem.HttpMethod.GET && method != PathItem.HttpMethod.DELETE) {
                        addProblem(operation, OTHER_TYPE);
                    }
                    operation.getResponses().getAPIResponses().forEach(CommonOpenApi::giveContent);
                    putInOrder(operation);
                });
            }
        });
    }

    private static void describeAccess(PathItem.HttpMethod method, Operation operation) {
        if (operation.getExtensions() == null || !operation.getExtensions().containsKey(Operate.EXTENSION)) {
            operation.addExtension(Operate.EXTENSION,
                    (method == PathItem.HttpMethod.GET ? Role.READ : Role.WRITE).toString());
        }
        operation.getResponses().addAPIResponse("401", OpenApiParts.withHeader(
                OpenApiParts.problem().description("Problem details: a token is needed, or this one is not valid"),
                "WWW-Authenticate", "Bearer, and error=\"invalid_token\" where a token was sent"));
        operation.getResponses().addAPIResponse("403",
                OpenApiParts.problem().description("Problem details: the token's role is not enough"));
    }

    /** All that is answered where something is wrong has the same shape. */
    private static void giveContent(String status, APIResponse response) {
        if (status.charAt(0) >= '4' && response.getContent() == null) {
            response.setContent(OpenApiParts.problem().getContent());
        }
    }

    /**
     * What is done comes before what fails, and JSON before other forms: generated clients for Python ask for the first form that they find,
     * and get 406 where that is the form of a problem.
     */
    private static void putInOrder(Operation operation) {
        operation.getResponses().setAPIResponses(new TreeMap<>(operation.getResponses().getAPIResponses()));
        operation.getResponses().getAPIResponses().values().stream().map(APIResponse::getContent)
                .filter(content -> content != null && content.hasMediaType(JSON)).forEach(content -> {
                    Map<String, MediaType> forms = new LinkedHashMap<>();
                    forms.put(JSON, content.getMediaType(JSON));
                    forms.putAll(content.getMediaTypes());
                    content.setMediaTypes(forms);
                });
    }

    private static void addProblem(Operation operation, String status) {
        if (!operation.getResponses().hasAPIResponse(status)) {
            operation.getResponses().addAPIResponse(status, OpenApiParts.problem());
        }
    }
}
