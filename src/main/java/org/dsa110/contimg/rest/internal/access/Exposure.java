package org.dsa110.contimg.rest.internal.access;

import java.net.InetAddress;
import java.net.UnknownHostException;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

import io.quarkus.runtime.StartupEvent;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.internal.errors.RestConfig;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Keeps the service from being reached by others while it cannot tell who they are. */
@WithRest
@Singleton
class Exposure {
    private static final Logger LOG = Logger.getLogger(Exposure.class);

    private final String host;
    private final String insecureRequests;
    private final ValidTokens tokens;

    Exposure(@ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.insecure-requests", defaultValue = "enabled") String insecureRequests,
            ValidTokens tokens) {
        this.host = host;
        this.insecureRequests = insecureRequests;
        this.tokens = tokens;
    }

    /** @throws IllegalStateException when the service is told to listen nowhere, which would leave its paths in place and nobody to ask them */
    void checkServing(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event, RestConfig rest) {
        if (!rest.enabled()) {
            throw new IllegalStateException(
                    WithRest.PROPERTY + " is read when a program is built, and this one serves the tables; leave"
                            + " it out");
        }
    }

    /** @throws IllegalStateException when the service would listen on an address that is not loopback, and let anybody in */
    void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        for (InetAddress address : addresses()) {
            if (!address.isLoopbackAddress()) {
                if (!tokens.required()) {
                    throw new IllegalStateException(
                            "quarkus.http.host=" + host + " can be reached from other machines, and no tokens are asked"
                                    + " for; set contimg.access.tokens to a file that contimg-db token makes, or use"
                                    + " 127.0.0.1");
                }
                // "redirect" is no better than plain HTTP: the client has sent its token before it is redirected to TLS.
                if (!insecureRequests.equalsIgnoreCase("disabled")) {
                    LOG.warnf(
                            "quarkus.http.host=%s answers plain HTTP, so tokens can be read on their way; docs/access.md"
                                    + " says how TLS is set up",
                            host);
                }
                return;
            }
        }
    }

    private InetAddress[] addresses() {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("quarkus.http.host=" + host
                    + " is no name that this machine knows; use one of its addresses, such as 127.0.0.1");
        }
    }
}
