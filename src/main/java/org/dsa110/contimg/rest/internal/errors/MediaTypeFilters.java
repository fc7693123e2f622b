package org.dsa110.contimg.rest.internal.errors;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;

import io.quarkus.arc.properties.IfBuildProperty;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.internal.AcceptHeader;
import org.dsa110.contimg.rest.problem.ProblemException;
import org.jboss.resteasy.reactive.common.util.ServerMediaType;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;

/** Refuses bodies that would be read wrongly, and answers that the client does not take, before anything is done. Thread-safe. */
// Only in programs with REST, as WithRest says: of filters the framework reads this condition from the class itself, not from a stereotype.
@IfBuildProperty(name = WithRest.PROPERTY, stringValue = "true")
@Singleton
public class MediaTypeFilters {
    private static final Set<String> WITHOUT_BODY = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS,
            HttpMethod.DELETE);
    /** ASCII is UTF-8 as well. */
    private static final Set<Charset> READ = Set.of(StandardCharsets.UTF_8, StandardCharsets.US_ASCII);
    /** After the filters that say who may do something at all. */
    private static final int LATE = Priorities.USER + 100;
    private static final String CHARSET = "charset";

    /**
     * Refuses text, such as CSV, that is not in UTF-8, as all is read as that. JSON has no such parameter (RFC 8259, section 11), and
     * clients add one to it that says nothing; there bytes that are no UTF-8 are refused where they are read.
     *
     * @throws ProblemException 415 naming the charset
     */
    @ServerRequestFilter(priority = LATE)
    public void refuseOtherCharsets(ContainerRequestContext request) {
        if (WITHOUT_BODY.contains(request.getMethod())
                || AllowedMethods.isRefusal(CurrentRequestManager.get().getTarget())) {
            return;
        }
        MediaType type = type(request);
        String charset = type == null ? null : type.getParameters().get(CHARSET);
        if (charset != null && "text".equalsIgnoreCase(type.getType()) && !isRead(charset)) {
            throw new ProblemException(Status.UNSUPPORTED_MEDIA_TYPE,
                    "the Content-Type says charset=" + charset + ", and bodies are read as utf-8", List.of());
        }
    }

    /**
     * Refuses clients that do not take the one form that there is. The framework looks whether its name stands somewhere in the header,
     * and so gives JSON to those who exclude it by q=0, or take application/json-seq. Lists have several forms and choose themselves.
     *
     * @throws ProblemException 406 naming what there is
     */
    @ServerRequestFilter(priority = LATE + 1)
    public void refuseWhatIsNotTaken(ContainerRequestContext request) {
        ServerMediaType produced = CurrentRequestManager.get().getTarget().getProduces();
        List<MediaType> types = produced == null ? List.of() : List.of(produced.getSortedOriginalMediaTypes());
        if (!types.isEmpty() && types.stream().noneMatch(MediaType::isWildcardType)) {
            AcceptHeader.of(request.getHeaders().get(HttpHeaders.ACCEPT)).choose(types);
        }
    }

    private static MediaType type(ContainerRequestContext request) {
        try {
            return request.getMediaType();
        } catch (IllegalArgumentException e) {
            throw new NotSupportedException(e);
        }
    }

    private static boolean isRead(String charset) {
        try {
            return READ.contains(Charset.forName(charset));
        } catch (IllegalArgumentException unknown) {
            return false;
        }
    }
}
