package org.dsa110.contimg.rest.internal.access;

import java.util.Set;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/** Which requests change nothing: those by a method that reads, and the search that takes its parameters as a form, too. Stateless. */
final class Reading {
    private static final Set<HttpMethod> METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    /** Compared with the path as it was sent, as the resource's is. */
    private static final String SEARCH = "/vo/sia2/query";

    private Reading() {
    }

    static boolean is(HttpServerRequest request) {
        return isBy(request.method()) || request.method() == HttpMethod.POST && SEARCH.equals(request.path());
    }

    /** Whether it has no body either. */
    static boolean isBy(HttpMethod method) {
        return METHODS.contains(method);
    }
}
