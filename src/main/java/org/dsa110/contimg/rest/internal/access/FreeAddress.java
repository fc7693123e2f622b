package org.dsa110.contimg.rest.internal.access;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import org.dsa110.contimg.files.WriteAccess;
import org.dsa110.contimg.rest.declare.WithRest;
import org.eclipse.microprofile.config.Config;

/**
 * Has a service not start whose address is no address of this machine, or whose port is another program's, before any database is made or
 * opened: the framework finds that out when all else is there. Another program that takes the port in between is found by the framework.
 */
@WithRest
@Singleton
class FreeAddress {
    private static final int LARGEST_PORT = 65535;
    private static final int FIRST_OF_EVERYBODY = 1024;
    /** Names of settings that give the service a certificate, any of which has it answer HTTPS; others of TLS have values where nobody set them. */
    private static final Pattern OF_TLS = Pattern.compile("quarkus\\.tls\\.key\\.store\\.(pem|p12|jks)\\..+"
            + "|quarkus\\.http\\.ssl\\.certificate\\.(files|key\\.files|key\\.store\\.file)(\\..*)?"
            + "|quarkus\\.http\\.tls\\.configuration\\.name");

    /** A property of the system, set once an address was looked for. */
    private static final String FOUND = FreeAddress.class.getName();

    private final Config settings;

    FreeAddress(Config settings) {
        this.settings = settings;
    }

    /** @throws IllegalStateException naming the setting, and what to do */
    void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE + 1) StartupEvent event) {
        if (!isToBeFound() || !settings.getValue("quarkus.http.host-enabled", Boolean.class)) {
            return;
        }
        if (!settings.getOptionalValue("quarkus.http.insecure-requests", String.class).orElse("enabled")
                .equalsIgnoreCase("disabled")) {
            check("quarkus.http.port", settings.getOptionalValue("quarkus.http.port", Integer.class).orElse(8080));
        }
        if (StreamSupport.stream(settings.getPropertyNames().spliterator(), false)
                .map(name -> name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "."))
                .anyMatch(name -> OF_TLS.matcher(name).matches())) {
            check("quarkus.http.ssl-port",
                    settings.getOptionalValue("quarkus.http.ssl-port", Integer.class).orElse(8443));
        }
    }

    /** Dev mode keeps its port while it starts the service anew, in the same process and by classes that know nothing of those before. */
    private static boolean isToBeFound() {
        return LaunchMode.current() == LaunchMode.NORMAL
                || LaunchMode.current() == LaunchMode.DEVELOPMENT && System.setProperty(FOUND, FOUND) == null;
    }

    private void check(String key, int port) {
        String setting = key + "=" + port;
        if (port < 0 || port > LARGEST_PORT) {
            throw new IllegalStateException(setting + " is no port: 1 to " + LARGEST_PORT + ", or 0 for any");
        }
        String host = settings.getValue("quarkus.http.host", String.class);
        InetSocketAddress address = new InetSocketAddress(host, port);
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
        } catch (BindException e) {
            throw new IllegalStateException(sentence(e, setting, key, host, port));
        } catch (IOException e) {
            throw new IllegalStateException(setting + " cannot be listened at on " + host + ": " + e.getMessage());
        }
    }

    private static String sentence(BindException e, String setting, String key, String host, int port) {
        String words = String.valueOf(e.getMessage());
        String another = "set " + key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", "_") + " to another port";
        if (words.contains("in use")) {
            return setting + " is taken: another program listens there on " + host + "; end it, or " + another;
        } else if (words.contains("assign")) {
            return "quarkus.http.host=" + host
                    + " is no address of this machine; use one of its own, such as 127.0.0.1";
        } else if (port < FIRST_OF_EVERYBODY) {
            return setting + " may not be listened at by " + WriteAccess.user() + ": " + another + ", from "
                    + FIRST_OF_EVERYBODY + " on";
        }
        return setting + " cannot be listened at on " + host + ": " + words;
    }
}
