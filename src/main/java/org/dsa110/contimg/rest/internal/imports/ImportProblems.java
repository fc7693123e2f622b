package org.dsa110.contimg.rest.internal.imports;

import java.io.IOException;
import java.util.List;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.arc.properties.IfBuildProperty;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.internal.json.Json;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.internal.errors.BodyBrokenOffException;
import org.dsa110.contimg.rest.internal.errors.ProblemMapper;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Says how far an import had come that was stopped, beside what stopped it. Thread-safe. */
@Singleton
// Only in programs with REST, as WithRest says: of exception mappers the framework reads this condition from the class itself, not from a stereotype.
@IfBuildProperty(name = WithRest.PROPERTY, stringValue = "true")
public class ImportProblems {
    private static final ObjectMapper JSON = Json.mapper();

    private final ProblemMapper problems;

    ImportProblems(ProblemMapper problems) {
        this.problems = problems;
    }

    @ServerExceptionMapper
    public Response of(ImportStoppedException e, UriInfo request) throws JsonProcessingException {
        Response cause = cause(e.getCause(), request);
        ObjectNode problem = (ObjectNode) JSON.readTree((String) cause.getEntity());
        problem.put("detail", "the import stopped before line " + e.nextLine + ", with " + e.soFar.imported()
                + " rows stored and " + e.soFar.failed() + " lines failed; then " + problem.get("detail").asText());
        problem.setAll((ObjectNode) JSON.valueToTree(e.soFar));
        problem.put("next_line", e.nextLine);
        return Response.fromResponse(cause).entity(JSON.writeValueAsString(problem)).build();
    }

    private Response cause(Throwable cause, UriInfo request) {
        if (cause instanceof DatabaseException fault) {
            return problems.of(fault, request);
        }
        if (cause instanceof BodyBrokenOffException end) {
            return problems.of(end, request);
        }
        return cause instanceof IOException broken
                ? problems.response(400, "the upload broke off: " + broken.getMessage(), List.of()).build()
                : problems.of(cause, request);
    }
}
