package org.dsa110.contimg.ingest.internal.claims;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.dsa110.contimg.rest.problem.ProblemException;

/** What a worker sends of a conversion that has ended well. */
final class SentConversion {
    static final List<String> OPTIONAL = List.of("load_time", "phase_time", "write_time", "total_time", "writer_type");

    private SentConversion() {
    }

    /** The fields that it must have, and those that the call needs besides. */
    static List<String> required(String... more) {
        return Stream.concat(Stream.of("token", "ms_path"), Stream.of(more)).toList();
    }

    /**
     * @param field what the path is called in the answer
     * @throws ProblemException 400 for a path that is not absolute
     */
    static Converted of(Map<String, Object> sent, String field) {
        String msPath = (String) sent.get("ms_path");
        if (!msPath.startsWith("/")) {
            throw ProblemException.badRequest(field, "must be an absolute path");
        }
        return new Converted(msPath, (Double) sent.get("load_time"), (Double) sent.get("phase_time"),
                (Double) sent.get("write_time"), (Double) sent.get("total_time"), (String) sent.get("writer_type"),
                null);
    }
}
