package org.dsa110.contimg.rest.internal.errors;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What tells a client that its request may have been done, from what tells it that nothing was changed. */
class UnknownOutcomeTest {
    private final ObjectMapper json = new ObjectMapper();
    private final UriInfo request = (UriInfo) Proxy.newProxyInstance(getClass().getClassLoader(),
            new Class<?>[]{UriInfo.class}, (proxy, method, arguments) -> "/images");

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

    private JsonNode problem(Kind kind) throws Exception {
        Response response = new ProblemMapper().of(new DatabaseException(kind, "why", null), request);
        assertThat(response.getMediaType()).hasToString("application/problem+json");
        return json.readTree((String) response.getEntity());
    }
}
