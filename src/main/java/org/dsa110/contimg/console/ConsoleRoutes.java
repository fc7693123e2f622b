package org.dsa110.contimg.console;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.internal.AcceptEncoding;

/**
 * Where the console is: {@code /} and what is below {@code /console/}. Its pages take scripts, styles and data from this service alone, run nothing
 * that stands in a page itself, and are shown in no other page. Thread-safe.
 */
@WithRest
@Singleton
class ConsoleRoutes {
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";
    private static final String NAME = "name";

    private final ConsoleFiles files;

    ConsoleRoutes(ConsoleFiles files) {
        this.files = files;
    }

    void register(@Observes Router router) {
        router.get("/").handler(context -> answer(context, Optional.of(files.page(View.NOW))));
        router.head("/").handler(context -> answer(context, Optional.of(files.page(View.NOW))));
        router.get("/console/:" + NAME).handler(context -> answer(context, files.named(context.pathParam(NAME))));
        router.head("/console/:" + NAME).handler(context -> answer(context, files.named(context.pathParam(NAME))));
    }

    private void answer(RoutingContext context, Optional<ConsoleFile> found) {
        if (found.isEmpty()) {
            context.next();
            return;
        }
        ConsoleFile file = found.get();
        boolean packed = AcceptEncoding.takesGzip(context.request().headers().getAll(HttpHeaders.ACCEPT_ENCODING));
        String tag = packed ? file.packedTag() : file.tag();
        HttpServerResponse response = context.response();
        response.putHeader(HttpHeaders.ETAG, tag).putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader(HttpHeaders.VARY, "Accept-Encoding").putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff").putHeader("Referrer-Policy", "no-referrer");
        if (isKnown(tag, context.request().headers().getAll(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, file.mediaType());
        if (packed) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        if (context.request().method().equals(HttpMethod.HEAD)) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH,
                    String.valueOf((packed ? file.packed() : file.content()).length())).end();
        } else {
            response.end(packed ? file.packed() : file.content());
        }
    }

    private static boolean isKnown(String tag, List<String> lines) {
        return lines.stream().flatMap(line -> Arrays.stream(line.split(","))).map(String::strip)
                .anyMatch(known -> known.equals(tag) || known.equals("W/" + tag) || known.equals("*"));
    }
}
