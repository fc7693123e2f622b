package org.dsa110.contimg.rest.internal.errors;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.MediaType;

import org.dsa110.contimg.rest.declare.OwnQuery;
import org.dsa110.contimg.rest.declare.Refusal;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.handlers.RestInitialHandler.InitialMatch;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper.RequestMatch;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.mapping.URITemplate;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;

/** Which methods a path has, and what it answers, as the framework itself finds the resource for one. Thread-safe. */
final class AllowedMethods {
    private AllowedMethods() {
    }

    /** The names of all methods of the path that is asked for, with OPTIONS where it has any. */
    static SortedSet<String> of(ResteasyReactiveRequestContext request) {
        SortedSet<String> methods = new TreeSet<>();
        visit(request, (method, resource) -> methods.add(method));
        if (methods.contains(HttpMethod.GET)) {
            methods.add(HttpMethod.HEAD);
        }
        if (!methods.isEmpty()) {
            methods.add(HttpMethod.OPTIONS);
        }
        return methods;
    }

    /** What the path that is asked for can answer to the method of the request; empty where it has no such method. */
    static List<MediaType> produced(ResteasyReactiveRequestContext request) {
        String asked = request.getMethod().equals(HttpMethod.HEAD) ? HttpMethod.GET : request.getMethod();
        List<MediaType> types = new ArrayList<>();
        visit(request, (method, resource) -> {
            if (method.equals(asked) && resource.getProduces() != null) {
                types.addAll(List.of(resource.getProduces().getSortedOriginalMediaTypes()));
            }
        });
        return types;
    }

    /** Whether a method does nothing but say that it cannot be done. */
    static boolean isRefusal(RuntimeResource resource) {
        return Refusal.class.isAssignableFrom(resource.getResourceClass());
    }

    /** Whether a method reads the query parameters itself, where others of its kind have none. */
    static boolean readsItsQuery(RuntimeResource resource) {
        return OwnQuery.class.isAssignableFrom(resource.getResourceClass());
    }

    private static void visit(ResteasyReactiveRequestContext request, BiConsumer<String, RuntimeResource> visitor) {
        RequestMapper<InitialMatch> resources = new RequestMapper<>(request.getDeployment().getClassMappers());
        String path = request.getPathWithoutPrefix();
        Set<URITemplate> seen = new HashSet<>();
        RequestMatch<InitialMatch> match = resources.map(path);
        while (match != null && seen.add(match.template)) {
            visit(match, visitor);
            match = resources.continueMatching(path, match);
        }
    }

    private static void visit(RequestMatch<InitialMatch> match, BiConsumer<String, RuntimeResource> visitor) {
        String remaining = match.remaining.isEmpty() ? "/" : match.remaining;
        for (ServerRestHandler handler : match.value.handlers) {
            if (handler instanceof ClassRoutingHandler routing) {
                routing.getMappers().forEach((method, paths) -> {
                    RequestMatch<RuntimeResource> found = method == null ? null : paths.map(remaining);
                    if (found != null && !isRefusal(found.value)) {
                        visitor.accept(method, found.value);
                    }
                });
            }
        }
    }
}
