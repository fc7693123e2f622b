package org.dsa110.contimg.rest.internal.metrics;

import java.util.Set;

import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import org.dsa110.contimg.rest.declare.WithRest;

/**
 * Bounds the tags of metrics whose values clients choose, as each value is a series that stays until the program ends: methods that HTTP
 * does not have are one, and so are all paths that nothing has taken. Thread-safe.
 */
@WithRest
@Singleton
class BoundedTags implements MeterFilter {
    static final String URI = "uri";
    static final String UNKNOWN = "UNKNOWN";
    private static final String METHOD = "method";
    private static final String OTHER_METHOD = "OTHER";
    /** RFC 9110, section 9, and RFC 5789. */
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS",
            "TRACE",
            "CONNECT");
    /** What the framework calls paths that nothing has taken, and how it prints {@link #UNKNOWN} as a template. */
    private static final Set<String> NOTHING = Set.of("root", "NOT_FOUND", "REDIRECTION", "/" + UNKNOWN);

    @Override
    public Meter.Id map(Meter.Id id) {
        if (!id.getName().startsWith("http.server.")) {
            return id;
        }
        Meter.Id bounded = id;
        String method = id.getTag(METHOD);
        if (method != null && !METHODS.contains(method)) {
            bounded = bounded.withTag(Tag.of(METHOD, OTHER_METHOD));
        }
        String uri = id.getTag(URI);
        if (uri != null && NOTHING.contains(uri)) {
            bounded = bounded.withTag(Tag.of(URI, UNKNOWN));
        }
        return bounded;
    }
}
