package org.dsa110.contimg.rest.internal.access;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import org.dsa110.contimg.files.FileFailure;
import org.dsa110.contimg.rest.declare.WithRest;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * The tokens that are valid now. The file, which is small and local, is read again when a request comes a second later or more, so that tokens come and go while the service runs.
 * A file that is gone or cannot be read lets nobody in, nor does one without tokens; one with a mistake changes nothing. The log and a
 * metric say so. Thread-safe.
 */
@WithRest
@Singleton
class ValidTokens {
    private static final Logger LOG = Logger.getLogger(ValidTokens.class);
    private static final String KEY = "contimg.access.tokens";
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final TokenFile file;
    /** Whether nobody can ask anything, as for a command. */
    private final boolean unheard;
    /** Whether the setting is there, and says nothing. */
    private final boolean empty;
    private final AtomicLong looked = new AtomicLong();
    private volatile Map<String, AccessToken> tokens = Map.of();
    /** What is wrong with the file, which is logged once as long as it stays the same; null where nothing is. */
    private volatile String trouble;

    ValidTokens(AccessConfig config, Config settings, MeterRegistry meters) {
        this.file = config.tokens().map(TokenFile::new).orElse(null);
        this.unheard = !settings.getValue("quarkus.http.host-enabled", Boolean.class);
        // In dev mode it is always so, whatever the environment says.
        this.empty = file == null && settings.getConfigValue(KEY).getRawValue() != null
                && LaunchMode.current() != LaunchMode.DEVELOPMENT;
        if (file != null) {
            Gauge.builder("contimg.access.token.file.wrong", this, access -> access.trouble == null ? 0 : 1)
                    .description("Whether something is wrong with the file of the tokens: 1, or 0").register(meters);
        }
    }

    /** @throws IllegalStateException when the file cannot be used; the service then does not start */
    void open(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        if (unheard) {
            return;
        }
        if (empty) {
            throw new IllegalStateException(
                    KEY + " is set and empty: name the file that contimg-db token makes, or leave"
                            + " it out to ask for no tokens");
        }
        if (file == null) {
            return;
        }
        try {
            load();
            if (tokens.isEmpty()) {
                throw new IllegalArgumentException(file.path() + " has no token; contimg-db token makes one");
            }
        } catch (NoSuchFileException e) {
            throw new IllegalStateException("contimg.access.tokens=" + file.path()
                    + ": there is no such file; contimg-db token --file makes one");
        } catch (IOException e) {
            throw new IllegalStateException("contimg.access.tokens: " + FileFailure.sentence(e));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("contimg.access.tokens: " + e.getMessage());
        }
    }

    /** Once nothing has been refused any more: a start that is says why, and nothing else. */
    void tell(@Observes StartupEvent event) {
        if (unheard) {
            return;
        }
        if (file == null) {
            LOG.info("No token is asked for: everybody on this host may read and write");
        } else {
            LOG.infof("Every request needs a token; %s has %d", file.path(), tokens.size());
        }
    }

    /** Whether requests must have a token. */
    boolean required() {
        return file != null;
    }

    /** What is known of a token; null where it is none. May read the file. */
    AccessToken find(String token) {
        long last = looked.get();
        long now = System.nanoTime();
        if (now - last > LOOK_NANOS && looked.compareAndSet(last, now)) {
            look();
        }
        return tokens.get(AccessToken.hash(token));
    }

    private synchronized void look() {
        try {
            Map<String, AccessToken> before = tokens;
            load();
            if (!tokens.equals(before)) {
                LOG.infof("%s was read again: %d tokens", file.path(), tokens.size());
            }
        } catch (IllegalArgumentException e) {
            report("The tokens stay as they were, as the file has a mistake: " + e.getMessage());
        } catch (IOException e) {
            tokens = Map.of();
            report("Nobody is let in, as the file of the tokens cannot be read: " + FileFailure.sentence(e));
        }
    }

    private void report(String what) {
        if (!what.equals(trouble)) {
            LOG.error(what);
        }
        trouble = what;
    }

    private void load() throws IOException {
        tokens = file.read().stream()
                .collect(
                        Collectors.toUnmodifiableMap(AccessToken::hash, Function.identity(), (first, second) -> first));
        trouble = null;
        looked.set(System.nanoTime());
    }
}
