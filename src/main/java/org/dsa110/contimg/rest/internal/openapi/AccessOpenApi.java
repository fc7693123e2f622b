package org.dsa110.contimg.rest.internal.openapi;

import org.dsa110.contimg.rest.internal.access.Role;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** Describes who may use an operation, and what others are answered. */
public final class AccessOpenApi {
    /** The extension that names the role which an operation needs. */
    public static final String ROLE = "x-role";
    /** Its value beside {@code Operate}. */
    public static final String OPERATE = "operate";
    private static final String SCHEME = "token";

    private AccessOpenApi() {
    }

    static void describe(OpenAPI document) {
        document.getComponents().addSecurityScheme(SCHEME, OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.HTTP).scheme("bearer")
                .description("Where the service asks for tokens: one of the role that the operation's " + ROLE
                        + " names, or of a higher one: read, write, operate"));
        document.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(SCHEME));
        document.addSecurityRequirement(OASFactory.createSecurityRequirement());
    }

    static void describe(PathItem.HttpMethod method, Operation operation) {
        if (operation.getExtensions() == null || !operation.getExtensions().containsKey(ROLE)) {
            operation.addExtension(ROLE, (method == PathItem.HttpMethod.GET ? Role.READ : Role.WRITE).toString());
        }
        operation.getResponses().addAPIResponse("401", TableOpenApi.problem()
                .description("Problem details: a token is needed, or this one is not valid")
                .addHeader("WWW-Authenticate", OASFactory.createHeader().schema(TableOpenApi.text())
                        .description("Bearer, and error=\"invalid_token\" where a token was sent")));
        operation.getResponses().addAPIResponse("403",
                TableOpenApi.problem().description("Problem details: the token's role is not enough"));
    }
}
