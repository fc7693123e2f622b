package org.dsa110.contimg.rest.internal.errors;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.UUID;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsa110.contimg.LoggedLines;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What tells a client that its request may have been done, from what tells it that nothing was changed. */
class UnknownOutcomeTest {
    private final ObjectMapper json = new ObjectMapper();
    private final UriInfo request = request("/images");

    @Test
    void anOutcomeThatNobodyKnowsHasATypeOfItsOwnAndClaimsNothing() throws Exception {
        JsonNode problem = problem(Kind.UNKNOWN);
        assertThat(problem.get("type").asText()).isEqualTo("tag:dsa110.org,2026:contimg:outcome-unknown");
        assertThat(problem.get("status").asInt()).isEqualTo(500);
        assertThat(problem.get("detail").asText()).contains("not known", "Idempotency-Key").doesNotContain("nothing");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
    void everyOtherFailureIsSaidByItsStatus(Kind kind) throws Exception {
        assertThat(problem(kind).get("type").asText()).isEqualTo("about:blank");
    }

    /** A full disk meets every request, and where in the code each met it says nothing. */
    @ParameterizedTest
    @CsvSource({"FULL, 0", "STORAGE, 1", "UNKNOWN, 1"})
    void aFullDiskIsLoggedWithoutATrace(Kind kind, int traces) {
        try (LoggedLines log = new LoggedLines(ProblemMapper.class)) {
            // Of a database that no other test names, as the first line of each goes out.
            new ProblemMapper().of(new DatabaseException(kind, "why", null), request("/api/v1/" + UUID.randomUUID()));
            assertThat(log.messages()).singleElement().asString().endsWith(": why");
            assertThat(log.traces()).isEqualTo(traces);
        }
    }

    private static UriInfo request(String path) {
        return (UriInfo) Proxy.newProxyInstance(UnknownOutcomeTest.class.getClassLoader(),
                new Class<?>[]{UriInfo.class}, (proxy, method, arguments) -> path);
    }

    private JsonNode problem(Kind kind) throws Exception {
        Response response = new ProblemMapper().of(new DatabaseException(kind, "why", null), request);
        assertThat(response.getMediaType()).hasToString("application/problem+json");
        return json.readTree((String) response.getEntity());
    }
}
