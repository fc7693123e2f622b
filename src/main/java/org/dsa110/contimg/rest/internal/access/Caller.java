package org.dsa110.contimg.rest.internal.access;

import jakarta.inject.Singleton;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import org.dsa110.contimg.rest.declare.WithRest;

/** Who asks, for what is to be kept with what was done. Thread-safe. */
@WithRest
@Singleton
public class Caller {
    /** Where tokens are not required nobody can be told from another. */
    private static final String ANYBODY = "operator";

    private final CurrentVertxRequest request;

    Caller(CurrentVertxRequest request) {
        this.request = request;
    }

    /** The name of the token of the request that is being answered; {@code operator} where none is required. To be called on its thread. */
    public String name() {
        RoutingContext context = request.getCurrent();
        AccessToken token = context == null ? null : context.get(AccessControl.TOKEN);
        return token == null ? ANYBODY : token.name();
    }
}
