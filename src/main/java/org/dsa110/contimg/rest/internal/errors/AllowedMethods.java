package org.dsa110.contimg.rest.internal.errors;

import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

import jakarta.ws.rs.HttpMethod;

import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.handlers.RestInitialHandler.InitialMatch;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper.RequestMatch;
import org.jboss.resteasy.reactive.server.mapping.URITemplate;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;

/** Which methods a path has, as the framework itself finds the resource for one. Thread-safe. */
final class AllowedMethods {
    private AllowedMethods() {
    }

    /** The names of all methods of the path that is asked for, but for OPTIONS, which every path has. */
    static SortedSet<String> of(ResteasyReactiveRequestContext request) {
        RequestMapper<InitialMatch> resources = new RequestMapper<>(request.getDeployment().getClassMappers());
        String path = request.getPathWithoutPrefix();
        SortedSet<String> methods = new TreeSet<>();
        Set<URITemplate> seen = new HashSet<>();
        RequestMatch<InitialMatch> match = resources.map(path);
        while (match != null && seen.add(match.template)) {
            addMethods(methods, match);
            match = resources.continueMatching(path, match);
        }
        if (methods.contains(HttpMethod.GET)) {
            methods.add(HttpMethod.HEAD);
        }
        return methods;
    }

    private static void addMethods(Set<String> methods, RequestMatch<InitialMatch> match) {
        String remaining = match.remaining.isEmpty() ? "/" : match.remaining;
        for (ServerRestHandler handler : match.value.handlers) {
            if (handler instanceof ClassRoutingHandler routing) {
                routing.getMappers().forEach((method, paths) -> {
                    if (method != null && paths.map(remaining) != null) {
                        methods.add(method);
                    }
                });
            }
        }
    }
}
