package org.dsa110.contimg.rest.internal.list;

import java.util.Arrays;
import java.util.Locale;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import org.dsa110.contimg.rest.internal.AcceptHeader;
import org.dsa110.contimg.rest.problem.ProblemException;
import org.dsa110.contimg.rest.query.Parameter;

/** In what form a list goes out: JSON page by page, anything else as an export of all rows. */
public enum ListFormat {
    /** A page, as an object with its rows. */
    JSON(MediaType.APPLICATION_JSON, "json"),
    /** A JSON object on each line. */
    NDJSON("application/x-ndjson", "ndjson"),
    /** RFC 4180. */
    CSV("text/csv;charset=UTF-8;header=present", "csv"),
    /** Enhanced CSV 1.0, which astropy reads with types and units. */
    ECSV("text/x-ecsv;charset=UTF-8", "ecsv"),
    /** VOTable 1.4 of the IVOA. */
    VOTABLE("application/x-votable+xml", "vot");

    /** The parameter that chooses; no column may have its name. */
    public static final Parameter<String> PARAMETER = Parameter.text("as", "In what form; outranks the Accept header")
            .oneOf(Arrays.stream(values()).map(ListFormat::toString).toList()).otherwise(JSON.toString());

    private final MediaType mediaType;
    private final String extension;

    ListFormat(String mediaType, String extension) {
        this.mediaType = MediaType.valueOf(mediaType);
        this.extension = extension;
    }

    /**
     * What a client wants.
     *
     * @param as the parameter, which outranks the header; null where it is not given
     * @param headers of which the Accept header counts
     * @throws ProblemException 400 for an unknown parameter, 406 naming all forms when the header allows none
     */
    public static ListFormat choose(String as, HttpHeaders headers) {
        if (as != null) {
            return Arrays.stream(values()).filter(format -> format.toString().equals(as)).findFirst()
                    .orElseThrow(() -> ProblemException.badRequest(PARAMETER.name(),
                            "must be one of " + String.join(", ", PARAMETER.allowed())));
        }
        MediaType wanted = AcceptHeader.of(headers.getRequestHeader(HttpHeaders.ACCEPT))
                .choose(Arrays.stream(values()).map(ListFormat::mediaType).toList());
        return Arrays.stream(values()).filter(format -> format.mediaType == wanted).findFirst().orElseThrow();
    }

    /** The media type of the answer. */
    public MediaType mediaType() {
        return mediaType;
    }

    /** The media type without its parameters. */
    public String plainMediaType() {
        return mediaType.getType() + "/" + mediaType.getSubtype();
    }

    /** What the names of such files end in, without the dot. */
    public String extension() {
        return extension;
    }

    /** The value of the parameter. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
