package org.dsa110.contimg.rest;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.rest.internal.AcceptHeader;
import org.dsa110.contimg.rest.internal.export.FileName;
import org.dsa110.contimg.rest.internal.list.ListFormat;
import org.dsa110.contimg.rest.internal.list.PageAnswer;
import org.dsa110.contimg.rest.problem.ProblemException;
import org.dsa110.contimg.rest.query.Parameter;

/** In what form a picture of rows goes out, where a resource draws one beside the forms that all lists have. Thread-safe. */
public enum PictureFormat {
    /** Scalable Vector Graphics 1.1. */
    SVG("image/svg+xml"),
    /** Portable Network Graphics. */
    PNG("image/png");

    /** The parameter that says in what form a list or its picture is wanted. */
    public static final Parameter<String> PARAMETER = TableRows.FORMAT.oneOf(Stream.concat(
            TableRows.FORMAT.allowed().stream(), Arrays.stream(values()).map(PictureFormat::toString)).toList());

    /** A picture that was opened by itself runs and fetches nothing, whatever stands in it, and is taken for nothing else. */
    private static final String POLICY = "default-src 'none'; sandbox";

    private final MediaType mediaType;

    PictureFormat(String mediaType) {
        this.mediaType = MediaType.valueOf(mediaType);
    }

    /**
     * The picture that a client wants.
     *
     * @return null where it wants one of the forms that lists have
     * @throws ProblemException 406 naming all forms, where the Accept header allows none
     */
    public static PictureFormat wanted(UriInfo uri, HttpHeaders headers) {
        String as = uri.getQueryParameters().getFirst(PARAMETER.name());
        if (as != null) {
            return Arrays.stream(values()).filter(format -> format.toString().equals(as)).findFirst().orElse(null);
        }
        List<MediaType> all = Stream.concat(Arrays.stream(ListFormat.values()).map(ListFormat::mediaType),
                Arrays.stream(values()).map(format -> format.mediaType)).toList();
        MediaType wanted = AcceptHeader.of(headers.getRequestHeader(HttpHeaders.ACCEPT)).choose(all);
        return Arrays.stream(values()).filter(format -> format.mediaType == wanted).findFirst().orElse(null);
    }

    /**
     * The answer with a picture, which browsers show.
     *
     * @param drawing makes the file: of what was read before, on a thread for what takes milliseconds
     * @param name of the file, without what the form adds to it
     */
    public Uni<Response> answer(TableServices services, HttpHeaders client, Uni<? extends Callable<byte[]>> drawing,
            String name) {
        Uni<Response> plain = drawing.chain(drawn -> services.packing().run(drawn))
                .map(file -> Response.ok(file, mediaType)
                        .header(HttpHeaders.VARY, PageAnswer.VARY)
                        .header(HttpHeaders.CONTENT_DISPOSITION, FileName.inline(name, toString()))
                        .header("Content-Security-Policy", POLICY).header("X-Content-Type-Options", "nosniff").build());
        return this == SVG ? PageAnswer.inCodingOf(plain, client, services.packing()) : plain;
    }

    /** The value of the parameter. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
