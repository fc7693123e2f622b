package org.dsa110.contimg.vo;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.rest.internal.export.XmlText;
import org.dsa110.contimg.rest.problem.ProblemException;

/**
 * What is answered to a query that is wrong. It says so twice, as clients look in one place or the other: where Simple Cone Search 1.03 would
 * rather have it (section 2, item 3, with erratum 3), and where DALI 1.1 has it (section 4.4.2). It comes with status 200: Simple Cone Search
 * says nothing of a status, and of any other clients in Java show the status alone. Stateless.
 */
final class ErrorDocument {
    private static final String FORM = """
        <?xml version="1.0" encoding="UTF-8"?>\
        <VOTABLE xmlns="http://www.ivoa.net/xml/VOTable/v1.3" version="1.4"><INFO ID="Error" name="Error" value="%s"/>\
        <RESOURCE type="results"><INFO name="QUERY_STATUS" value="ERROR">%s</INFO></RESOURCE></VOTABLE>
        """;

    /** With what a message of SIA 2.0 begins (section 3.2); the other standard has nothing there. */
    static final String USAGE = "UsageFault: ";

    private ErrorDocument() {
    }

    /** What a query answers; in place of a problem of its parameters, what is wrong with them. */
    static Uni<Response> orAnswer(Supplier<Uni<Response>> query) {
        return orAnswer("", query);
    }

    /** @param kind with what the message begins */
    static Uni<Response> orAnswer(String kind, Supplier<Uni<Response>> query) {
        try {
            return query.get();
        } catch (ProblemException e) {
            if (e.status() != Status.BAD_REQUEST.getStatusCode()) {
                throw e;
            }
            return Uni.createFrom().item(of(kind + e.getMessage()));
        }
    }

    private static Response of(String message) {
        return Response.ok().type(VotableType.USUAL)
                .entity(FORM.formatted(XmlText.attribute(message), XmlText.content(message))
                        .getBytes(StandardCharsets.UTF_8))
                .build();
    }
}
