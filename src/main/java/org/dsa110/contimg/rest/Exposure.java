package org.dsa110.contimg.rest;

import java.net.InetAddress;
import java.net.UnknownHostException;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

import io.quarkus.runtime.StartupEvent;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Keeps the service from being reached by others while it cannot tell who they are. */
@WithRest
@Singleton
class Exposure {
    private final String host;

    Exposure(@ConfigProperty(name = "quarkus.http.host") String host) {
        this.host = host;
    }

    /** @throws IllegalStateException when the service would listen on an address that is not loopback */
    void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event)
            throws UnknownHostException {
        for (InetAddress address : InetAddress.getAllByName(host)) {
            if (!address.isLoopbackAddress()) {
                throw new IllegalStateException(
                        "quarkus.http.host=" + host + " can be reached from other machines, and there is no access"
                                + " control yet; use 127.0.0.1 and a tunnel or a proxy that asks for a password");
            }
        }
    }
}
