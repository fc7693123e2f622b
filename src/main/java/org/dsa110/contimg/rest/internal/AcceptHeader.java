package org.dsa110.contimg.rest.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;

import org.dsa110.contimg.rest.problem.ProblemException;

/**
 * Which media types a client takes, and which of them it would rather have (RFC 9110, section 12.5.1): of the ranges that a type is in, the
 * most specific one gives its quality, and one of quality 0 is not taken. Immutable and thread-safe.
 */
public final class AcceptHeader {
    private static final MediaType ANYTHING = MediaType.WILDCARD_TYPE;
    private static final Comparator<Range> BETTER = Comparator.comparingDouble(Range::quality)
            .thenComparingInt(Range::specificity).thenComparing(Range::position, Comparator.reverseOrder());

    private final List<Range> ranges;

    /**
     * One element of the header.
     *
     * @param quality from 0 to 1
     * @param position among the elements, from 0 on
     */
    private record Range(MediaType type, float quality, int position) {
        private int specificity() {
            return type.isWildcardType() ? 0 : type.isWildcardSubtype() ? 1 : 2;
        }
    }

    private AcceptHeader(List<Range> ranges) {
        this.ranges = ranges;
    }

    /**
     * Reads the header.
     *
     * @param lines its values; null or empty where it was not sent, which means any type
     * @throws ProblemException 400 for a quality that is none, 406 for what is no media type
     */
    public static AcceptHeader of(List<String> lines) {
        List<Range> ranges = new ArrayList<>();
        for (String element : String.join(",", lines == null ? List.of() : lines).split(",")) {
            if (!element.isBlank()) {
                MediaType type = type(element);
                ranges.add(new Range(type, quality(type.getParameters().get("q")), ranges.size()));
            }
        }
        return new AcceptHeader(ranges.isEmpty() ? List.of(new Range(ANYTHING, 1, 0)) : ranges);
    }

    /**
     * Which of several types the client would rather have: of those it likes alike the one that it names more exactly, or first.
     *
     * @throws ProblemException 406 naming all of them, where it takes none
     */
    public MediaType choose(List<MediaType> types) {
        MediaType best = null;
        Range bestRange = null;
        for (MediaType type : types) {
            Range range = range(type);
            if (range != null && range.quality() > 0 && (best == null || BETTER.compare(range, bestRange) > 0)) {
                best = type;
                bestRange = range;
            }
        }
        if (best == null) {
            throw refusal(types);
        }
        return best;
    }

    /**
     * What to answer where a client takes none of the types that there are.
     *
     * @param types empty where they are not known
     */
    public static ProblemException refusal(List<MediaType> types) {
        return new ProblemException(Status.NOT_ACCEPTABLE,
                "this cannot be answered in a media type that the Accept header allows" + (types.isEmpty()
                        ? ""
                        : types.stream().map(type -> type.getType() + "/" + type.getSubtype())
                                .collect(Collectors.joining(", ", "; there is ", ""))),
                List.of());
    }

    /** The most specific range that has a type; null where there is none. */
    private Range range(MediaType type) {
        return ranges.stream().filter(range -> range.type().isCompatible(type))
                .max(Comparator.comparingInt(Range::specificity).thenComparing(Range::position,
                        Comparator.reverseOrder()))
                .orElse(null);
    }

    private static MediaType type(String element) {
        try {
            return MediaType.valueOf(element.strip());
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Status.NOT_ACCEPTABLE, "the Accept header has '" + element.strip()
                    + "', which is no media type", List.of());
        }
    }

    private static float quality(String q) {
        try {
            float quality = q == null ? 1 : Float.parseFloat(q);
            if (quality >= 0 && quality <= 1) {
                return quality;
            }
        } catch (NumberFormatException e) {
            // Refused below, as a number out of range is.
        }
        throw ProblemException.badRequest(HttpHeaders.ACCEPT, "has a q that is not a number from 0 to 1");
    }
}
