package org.dsa110.contimg.rest.internal.errors;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;

import io.quarkus.arc.properties.IfBuildProperty;
import io.vertx.core.http.HttpServerRequest;
import org.dsa110.contimg.rest.declare.WithRest;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Some clients encode the colon before the name of an action, as in {@code ms_index%3Aupsert}. Thread-safe. */
// As WithRest says, but the framework looks for conditions of filters on the class alone.
@IfBuildProperty(name = WithRest.PROPERTY, stringValue = "true")
@Singleton
public class EncodedColon {
    private static final Pattern ACTION = Pattern.compile("(/api/v1/[a-z0-9_]+/[a-z0-9_]+)%3[Aa]([a-z_]+)");

    @ServerRequestFilter(preMatching = true)
    public void decode(HttpServerRequest sent, ContainerRequestContext request) {
        if (sent.path().indexOf('%') < 0) {
            return;
        }
        Matcher action = ACTION.matcher(sent.path());
        if (action.matches()) {
            request.setRequestUri(URI.create(action.group(1) + ":" + action.group(2)
                    + (sent.query() == null ? "" : "?" + sent.query())));
        }
    }
}
