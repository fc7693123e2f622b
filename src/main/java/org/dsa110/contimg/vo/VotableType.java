package org.dsa110.contimg.vo;

import java.util.List;
import java.util.stream.Stream;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import org.dsa110.contimg.rest.internal.AcceptHeader;
import org.dsa110.contimg.rest.problem.ProblemException;

/** Under which media type a VOTable goes out. Stateless. */
final class VotableType {
    static final String PARAMETER = "RESPONSEFORMAT";
    /** What an answer is where nothing else is asked for: Simple Cone Search 1.03, section 2, item 2. */
    static final MediaType USUAL = MediaType.valueOf("text/xml;content=x-votable");
    private static final String SHORT_FORM = "votable";
    private static final MediaType REGISTERED = MediaType.valueOf("application/x-votable+xml");
    private static final MediaType TABLEDATA = MediaType.valueOf("application/x-votable+xml;serialization=tabledata");
    /** Who names a media type gets that one, so that a browser can be made to show it (DALI 1.1, section 3.4.3). */
    private static final List<MediaType> NAMED = List.of(REGISTERED, TABLEDATA, MediaType.TEXT_XML_TYPE, USUAL);

    private VotableType() {
    }

    /**
     * The type that a client wants.
     *
     * @param asked the parameter, which outranks the header; null where it is not given
     * @throws ProblemException 400 for a form that there is not; 406 when the header allows none
     */
    static MediaType of(String asked, HttpHeaders headers) {
        if (asked == null) {
            return AcceptHeader.of(headers.getRequestHeader(HttpHeaders.ACCEPT)).choose(List.of(USUAL, REGISTERED));
        }
        if (asked.equals(SHORT_FORM)) {
            return USUAL;
        }
        return NAMED.stream().filter(type -> text(type).equalsIgnoreCase(asked.replace(" ", ""))).findFirst()
                .orElseThrow(() -> ProblemException.badRequest(PARAMETER, "must be one of " + String.join(", ",
                        Stream.concat(Stream.of(SHORT_FORM), NAMED.stream().map(VotableType::text)).toList())));
    }

    private static String text(MediaType type) {
        StringBuilder text = new StringBuilder(type.getType() + "/" + type.getSubtype());
        type.getParameters().forEach((name, value) -> text.append(';').append(name).append('=').append(value));
        return text.toString();
    }
}
