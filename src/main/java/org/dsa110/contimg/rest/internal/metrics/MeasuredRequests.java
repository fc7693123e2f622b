package org.dsa110.contimg.rest.internal.metrics;

import java.util.regex.Pattern;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Tags;
import io.quarkus.micrometer.runtime.HttpServerMetricsTagsContributor;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.internal.errors.RouteOrder;

/**
 * Gives all requests that no resource takes one {@code uri} in the framework's metrics, which would have the path of each: only a resource
 * that takes a request puts its own template in the place. Thread-safe.
 */
@WithRest
@Singleton
class MeasuredRequests implements HttpServerMetricsTagsContributor {
    /** Where the framework's metrics look for the template of a path. */
    private static final String TEMPLATE = "UrlPathTemplate";
    /** Paths that the framework does not measure; to the letter, as others that only begin so are measured. */
    private static final Pattern NOT_MEASURED = Pattern.compile("/q/[\\x21-\\x7e]*");

    void register(@Observes Router router) {
        RouteOrder.METRICS.route(router).handler(this::begin).failureHandler(this::begin);
    }

    private void begin(RoutingContext context) {
        if (!NOT_MEASURED.matcher(context.request().path()).matches()) {
            ((HttpServerRequestInternal) context.request()).context().putLocal(TEMPLATE, BoundedTags.UNKNOWN);
        }
        context.next();
    }

    /** For what is too broken to come to the router at all. */
    @Override
    public Tags contribute(Context context) {
        return context.request().decoderResult().isFailure()
                ? Tags.of(BoundedTags.URI, BoundedTags.UNKNOWN)
                : Tags.empty();
    }
}
