package org.dsa110.contimg.rest.internal.access;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.internal.errors.ProblemMapper;
import org.dsa110.contimg.rest.internal.errors.RouteOrder;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Where no token is asked for, lets no page of another site change anything through the browser of somebody on this host. A browser says
 * from where the page comes (Fetch, section 3.2); and a site that has its own name lead to the loopback address, so that its page seems to
 * be the service's, gives itself away by that name in {@code Host}. Other programs send no {@code Origin}. Thread-safe.
 */
@WithRest
@Singleton
class OtherSites {
    private static final int LONGEST_SHOWN = 100;
    /** A name or an address, and no more of a URL. */
    private static final Pattern BARE = Pattern
            .compile("[^/:\\s]+|\\[[0-9a-fA-F:.]+]|[0-9a-fA-F.]*:[0-9a-fA-F.]*:[0-9a-fA-F:.]*");
    /** RFC 6761, section 6.3, and the loopback addresses as they are written in a URL. */
    private static final Pattern LOOPBACK = Pattern
            .compile("(.+\\.)?localhost\\.?|127(\\.\\d{1,3}){3}|\\[(::1|0:0:0:0:0:0:0:1|::ffff:127(\\.\\d{1,3}){3})]");

    private final ValidTokens tokens;
    private final CrossOrigin pages;
    private final ProblemMapper problems;
    private final Set<String> names = new HashSet<>();

    OtherSites(@ConfigProperty(name = "quarkus.http.host") String listening, AccessConfig config, ValidTokens tokens,
            CrossOrigin pages, ProblemMapper problems) {
        this.tokens = tokens;
        this.pages = pages;
        this.problems = problems;
        names.add(named(listening));
        config.hosts().orElse(List.of()).forEach(name -> names.add(named(bare(name))));
    }

    private static String bare(String host) {
        if (!BARE.matcher(host.strip()).matches()) {
            throw new IllegalArgumentException("contimg.access.hosts has '" + host
                    + "', and must have names or addresses alone, without scheme and port");
        }
        return host;
    }

    void register(@Observes Router router) {
        if (!tokens.required()) {
            RouteOrder.OTHER_SITES.route(router).handler(this::check);
        }
    }

    private void check(RoutingContext context) {
        String fault = Reading.is(context.request()) ? null : fault(context);
        if (fault == null) {
            context.next();
            return;
        }
        // Its body is still on the connection.
        context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        problems.answer(context, 403, fault);
    }

    /** Why a request that would change something is refused, or null. */
    private String fault(RoutingContext context) {
        String sent = context.request().getHeader(HttpHeaders.HOST);
        HostAndPort host = context.request().authority();
        if (sent != null && !sent.isEmpty() && (host == null || !isKnown(host.host().toLowerCase(Locale.ROOT)))) {
            return "Host is " + shown(sent) + ", which is no name of this service; contimg.access.hosts has its others";
        }
        String origin = context.request().getHeader(HttpHeaders.ORIGIN);
        if (origin == null || pages.letsIn(origin)
                || sent != null && origin.toLowerCase(Locale.ROOT)
                        .matches("https?://" + Pattern.quote(sent.toLowerCase(Locale.ROOT)))) {
            return null;
        }
        return "Origin is " + shown(origin) + ", and without tokens no page of another site may change anything;"
                + " quarkus.http.cors.origins has those that may";
    }

    private boolean isKnown(String host) {
        return LOOPBACK.matcher(host).matches() || names.contains(host);
    }

    /** As it stands in a URL. */
    private static String named(String host) {
        String name = host.strip().toLowerCase(Locale.ROOT);
        return name.indexOf(':') < 0 || name.startsWith("[") ? name : "[" + name + "]";
    }

    private static String shown(String header) {
        return header.length() <= LONGEST_SHOWN ? header : header.substring(0, LONGEST_SHOWN) + "...";
    }
}
