package org.dsa110.contimg.rest.internal.errors;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;

import io.quarkus.arc.properties.IfBuildProperty;
import io.vertx.core.http.HttpServerRequest;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.problem.ProblemException;
import org.dsa110.contimg.rest.query.QueryParameters;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;

/** Looks at every request before its resource does, and refuses what no resource can do. Thread-safe. */
// Only in programs with REST, as WithRest says: of filters the framework reads this condition from the class itself, not from a stereotype.
@IfBuildProperty(name = WithRest.PROPERTY, stringValue = "true")
@Singleton
public class RequestFilters {
    private static final Pattern ACTION = Pattern.compile("(/api/v1/[a-z0-9_]+/[a-z0-9_]+)%3[Aa]([a-z_]+)");
    /** What clients send as it is, and {@link URI} does not read. */
    private static final Pattern UNENCODED = Pattern.compile("[\"<>\\\\^`{|}]");
    private static final Set<String> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final UnitExecutor units;
    private final ProblemMapper problems;

    RequestFilters(UnitExecutor units, ProblemMapper problems) {
        this.units = units;
        this.problems = problems;
    }

    /**
     * Refuses what comes when the service has been told to stop: clients that keep their connections busy would otherwise hold up the
     * stop until it is enforced, without an answer.
     *
     * @return null while the service does not stop
     */
    @ServerRequestFilter(preMatching = true, priority = Priorities.USER)
    public Response refuseWhileStopping() {
        return units.isStopping()
                ? problems.response(503, "the service is stopping", List.of()).header(HttpHeaders.RETRY_AFTER, "5")
                        .build()
                : null;
    }

    /**
     * Has connections closed while the service stops, also with answers to requests that were accepted before, so that no client sends
     * its next request into a connection that is about to end (RFC 9112, section 9.6).
     */
    @ServerResponseFilter(priority = Priorities.USER)
    public void closeWhileStopping(ContainerResponseContext answer) {
        if (units.isStopping()) {
            answer.getHeaders().putSingle("Connection", "close");
        }
    }

    /** Has OPTIONS name the methods that a refusal would: the framework looks at one class of those that a path may have, and in no order. */
    @ServerResponseFilter(priority = Priorities.USER + 1)
    public void nameAllMethods(ContainerRequestContext request, ContainerResponseContext answer) {
        if (request.getMethod().equals(HttpMethod.OPTIONS) && answer.getHeaders().containsKey(HttpHeaders.ALLOW)) {
            answer.getHeaders().putSingle(HttpHeaders.ALLOW,
                    String.join(", ", AllowedMethods.of(CurrentRequestManager.get())));
        }
    }

    /** Decodes the colon before the name of an action, which some clients encode, as in {@code ms_index%3Aupsert}. */
    @ServerRequestFilter(preMatching = true, priority = Priorities.USER + 1)
    public void decodeColon(HttpServerRequest sent, ContainerRequestContext request) {
        Matcher action = ACTION.matcher(sent.path());
        // All actions are POSTs; what is read may have a colon in its name.
        if (action.matches() && request.getMethod().equals(HttpMethod.POST)) {
            request.setRequestUri(URI.create(action.group(1) + ":" + action.group(2)
                    + (sent.query() == null ? "" : "?" + encoded(sent.query()))));
        }
    }

    private static String encoded(String query) {
        return UNENCODED.matcher(query).replaceAll(found -> "%%%02X".formatted((int) found.group().charAt(0)));
    }

    /**
     * Refuses bodies that are compressed in another way than by gzip: they would be read as broken JSON. Refuses also query parameters of
     * a request that changes something: hardly any such request has any, and one with {@code dry_run=true} must not be carried out as if that
     * did not stand there.
     *
     * @return the refusal of the body, with the coding that is taken; null where there is nothing to refuse
     * @throws ProblemException 400 naming each parameter
     */
    @ServerRequestFilter(priority = Priorities.USER)
    public Response refuseWhatWouldBeIgnored(ContainerRequestContext request) {
        if (READING.contains(request.getMethod())
                || AllowedMethods.isRefusal(CurrentRequestManager.get().getTarget())) {
            return null;
        }
        if (!AllowedMethods.readsItsQuery(CurrentRequestManager.get().getTarget())) {
            QueryParameters.refuse(request.getUriInfo());
        }
        String coding = request.getHeaderString(HttpHeaders.CONTENT_ENCODING);
        if (coding == null || coding.equalsIgnoreCase("identity") || UnpackedBody.isPackedBy(coding)
                || request.getMethod().equals(HttpMethod.DELETE)) {
            return null;
        }
        return problems.response(Status.UNSUPPORTED_MEDIA_TYPE.getStatusCode(),
                "the body must be sent with Content-Encoding: gzip, or without any", List.of())
                .header(HttpHeaders.ACCEPT_ENCODING, "gzip").build();
    }
}
