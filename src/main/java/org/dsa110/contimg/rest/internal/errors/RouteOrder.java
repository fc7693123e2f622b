package org.dsa110.contimg.rest.internal.errors;

import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;

/**
 * The routes that every request goes through before it comes to the framework's own, in their order. A request whose target does not
 * begin with a slash comes to their failure handlers alone: the router looks for no route then.
 */
public enum RouteOrder {
    /** First, so that what any other route answers is followed. */
    LINGERING_CLOSE,
    /** Before whatever may refuse, as that is written down. */
    AUDIT,
    /** Before whatever may answer, as what is answered is measured. */
    METRICS,
    /** Browsers ask in advance without a token, and show scripts no refusal without the headers of this one. */
    CROSS_ORIGIN,
    /** Who asks comes before what a target that nothing routes would be answered. */
    ACCESS_OF_FAILURES,
    /** Before tokens are looked at, as what is broken or too long is not worth it. */
    PROBLEMS,
    /** Before all that looks at the path or the body. */
    ACCESS,
    /** Refused with their tokens looked at, as what would change something is written down. */
    FOREIGN_PAGES,
    /** Likewise, where no tokens are asked for. */
    OTHER_SITES,
    /** Before the framework's own paths, which answer any method. */
    READ_ONLY_PATHS,
    /** Last, as what is refused is refused before its body comes. */
    SHORT_BODIES;

    /** A route for every path in this place. */
    public Route route(Router router) {
        return router.route().order(Integer.MIN_VALUE + ordinal());
    }
}
