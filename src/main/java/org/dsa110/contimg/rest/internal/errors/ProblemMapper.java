package org.dsa110.contimg.rest.internal.errors;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

import jakarta.inject.Singleton;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.quarkus.arc.properties.IfBuildProperty;
import io.vertx.core.http.HttpClosedException;
import io.vertx.ext.web.RoutingContext;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.internal.json.Json;
import org.dsa110.contimg.internal.logs.RepeatedLines;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.internal.AcceptHeader;
import org.dsa110.contimg.rest.problem.Problem;
import org.dsa110.contimg.rest.problem.Problem.Violation;
import org.dsa110.contimg.rest.problem.ProblemException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;

/**
 * Turns everything that can end a request badly into one shape. Thread-safe.
 *
 * <p>The class and its mappers are public because the framework generates code that calls them, and in the tests of an application
 * with the jar that code is in another class loader.
 */
@Singleton
// Only in programs with REST, as WithRest says: of exception mappers the framework reads this condition from the class itself, not from a stereotype.
@IfBuildProperty(name = WithRest.PROPERTY, stringValue = "true")
public class ProblemMapper {
    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);
    private static final RepeatedLines FAULTS = RepeatedLines.of(ProblemMapper.class);
    static final String FAULT = "the service failed; its log says why";
    private static final String STORAGE_FAULT = "the file of the database cannot be read or written now; nothing was changed, and the service's log says why";
    /** A tag URI (RFC 4151), as RFC 9457 has it for types that are not to be looked up. */
    private static final String UNKNOWN_TYPE = "tag:dsa110.org,2026:contimg:outcome-unknown";
    private static final String UNKNOWN = "whether this was stored is not known, as the file of the database failed in the moment of the commit;"
            + " look before you repeat it: a request with an Idempotency-Key can be repeated as it is";
    private static final String DANGLING = "refers to a row that is not there, or is referred to by others";
    private static final int INSUFFICIENT_STORAGE = 507;
    private static final Map<Integer, String> OTHER_TITLES = Map.of(INSUFFICIENT_STORAGE, "Insufficient Storage",
            ProblemException.UNPROCESSABLE_CONTENT, "Unprocessable Content");
    /** Long enough for a queue to drain or a lock to be let go, in seconds. */
    private static final String RETRY_AFTER = "1";

    @ServerExceptionMapper
    public Response of(ProblemException e) {
        ResponseBuilder problem = response(e.status(), e.getMessage(), e.violations());
        return (e.status() == Status.METHOD_NOT_ALLOWED.getStatusCode()
                ? problem.header(HttpHeaders.ALLOW, allowed())
                : problem)
                .build();
    }

    @ServerExceptionMapper
    public Response of(DatabaseException e, UriInfo request) {
        return switch (e.kind()) {
            case DUPLICATE ->
                response(409, "a row with this value is there already", violations(e)).build();
            case FOREIGN_KEY ->
                response(409, DANGLING, violations(e)).build();
            case NOT_NULL -> response(400, "a value is missing", violations(e)).build();
            case CHECK ->
                response(400, "a value is not allowed",
                        e.columns().isEmpty()
                                ? List.of(new Violation("body", e.getMessage()))
                                : violations(e))
                        .build();
            case BUSY, OVERLOADED, CLOSED -> {
                // Those who refuse count and log it; under overload this would be a line for each request.
                LOG.debugf("%s: %s", request.getPath(), e.getMessage());
                yield response(503, e.getMessage(), List.of()).header("Retry-After", RETRY_AFTER).build();
            }
            case DEADLINE -> {
                FAULTS.warn(cause(e, request), e, "%s: %s", request.getPath(), e.getMessage());
                // No Retry-After: the same request would take as long again.
                yield response(503, e.getMessage(), List.of()).build();
            }
            case FULL -> {
                // Of a full disk a trace says nothing.
                FAULTS.error(cause(e, request), null, "%s: %s", request.getPath(), e.getMessage());
                yield response(INSUFFICIENT_STORAGE, "the disk of the database is full; nothing was written", List.of())
                        .build();
            }
            case STORAGE -> {
                FAULTS.error(cause(e, request), e, "%s: %s", request.getPath(), e.getMessage());
                yield response(500, STORAGE_FAULT, List.of()).build();
            }
            case UNKNOWN -> {
                FAULTS.error(cause(e, request), e, "%s: %s", request.getPath(), e.getMessage());
                yield Response.status(500).type(MediaType.valueOf(Problem.MEDIA_TYPE))
                        .entity(text(UNKNOWN_TYPE, "Outcome Unknown", 500, UNKNOWN, List.of())).build();
            }
            default -> fault(e, request);
        };
    }

    /** What the framework itself answers: unknown paths, methods and media types. */
    @ServerExceptionMapper
    public Response of(WebApplicationException e, UriInfo request) {
        int status = e.getResponse().getStatus();
        if (status >= 500) {
            return fault(e, request);
        }
        if (status == Status.NOT_ACCEPTABLE.getStatusCode()) {
            return of(AcceptHeader.refusal(AllowedMethods.produced(CurrentRequestManager.get())));
        }
        ResponseBuilder problem = response(status, detail(status, e), List.of());
        e.getResponse().getStringHeaders()
                .forEach((name, values) -> values.forEach(value -> problem.header(name, value)));
        return problem.type(Problem.MEDIA_TYPE).build();
    }

    /** The framework does not say which methods are allowed, which RFC 9110 wants. */
    @ServerExceptionMapper
    public Response of(NotAllowedException e) {
        return response(405, detail(405, e), List.of())
                .header(HttpHeaders.ALLOW, allowed()).build();
    }

    /** What the path that is asked for allows, which is not what was refused. */
    private static String allowed() {
        ResteasyReactiveRequestContext request = CurrentRequestManager.get();
        SortedSet<String> methods = AllowedMethods.of(request);
        methods.remove(request.getMethod());
        return String.join(", ", methods);
    }

    /** The client has closed the connection: nobody gets this answer, and it is no fault to log. */
    @ServerExceptionMapper
    public Response of(HttpClosedException e, UriInfo request) {
        LOG.debugf(e, "%s: the client went away", request.getPath());
        return response(400, "the connection was closed", List.of()).build();
    }

    /** The client sends nothing, or has gone: no fault to log. What is left of the body stands between this answer and the next request. */
    @ServerExceptionMapper
    public Response of(BodyBrokenOffException e, UriInfo request) {
        LOG.debugf(e, "%s: %s", request.getPath(), e.getMessage());
        return response(e.status(), e.getMessage(), List.of()).header("Connection", "close").build();
    }

    @ServerExceptionMapper
    public Response of(Throwable e, UriInfo request) {
        return fault(e, request);
    }

    private Response fault(Throwable e, UriInfo request) {
        FAULTS.error(RepeatedLines.origin(e), e, "%s: %s", request.getPath(), e.getMessage());
        return response(500, FAULT, List.of()).build();
    }

    /** What goes wrong, and of the path, {@code /api/v1/products/images}, the part that names the database. */
    private static Object cause(DatabaseException e, UriInfo request) {
        return List.of(e.kind(), Arrays.stream(request.getPath().split("/", 5)).skip(3).findFirst().orElse(""));
    }

    /** An answer with a problem; its entity is the JSON text. */
    public ResponseBuilder response(int status, String detail, List<Violation> violations) {
        return Response.status(status).type(MediaType.valueOf(Problem.MEDIA_TYPE))
                .entity(text(status, detail, violations));
    }

    /** Answers a request that does not come as far as the framework's exception mappers. */
    public void answer(RoutingContext context, int status, String detail) {
        context.response().setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .end(text(status, detail, List.of()));
    }

    private String text(int status, String detail, List<Violation> violations) {
        Status known = Status.fromStatusCode(status);
        String title = known == null ? OTHER_TITLES.getOrDefault(status, "Error") : known.getReasonPhrase();
        return text("about:blank", title, status, detail, violations);
    }

    private String text(String type, String title, int status, String detail, List<Violation> violations) {
        try {
            return Json.mapper().writeValueAsString(new Problem(type, title, status, detail,
                    violations.isEmpty() ? null : violations));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The columns that are at fault, and what is wrong with each; empty where the database names none. */
    public static List<Violation> violations(DatabaseException e) {
        return e.columns().stream().map(column -> new Violation(column, message(e))).toList();
    }

    /** What is wrong with a value that the database refused. */
    public static String message(DatabaseException e) {
        return switch (e.kind()) {
            case DUPLICATE -> "is there already";
            case FOREIGN_KEY -> DANGLING;
            case NOT_NULL -> "must not be null";
            default -> e.getMessage();
        };
    }

    /** What to tell of a status that the framework answers without words. */
    static String detail(int status, Throwable e) {
        return switch (status) {
            case 404 -> "there is nothing at this path; /q/openapi says what there is";
            case 405 -> "this method is not allowed here";
            case 413 -> "the body is too large";
            case 414 -> "the URL is too long";
            case 415 ->
                "the Content-Type must be application/json, for PATCH application/merge-patch+json or application/json,"
                        + " for imports application/x-ndjson or text/csv";
            case 431 -> "the header is too large";
            default -> e == null || e.getMessage() == null ? "the request is not valid" : e.getMessage();
        };
    }
}
