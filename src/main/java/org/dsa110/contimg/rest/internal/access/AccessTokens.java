package org.dsa110.contimg.rest.internal.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import org.dsa110.contimg.rest.declare.WithRest;
import org.jboss.logging.Logger;

/**
 * The tokens that are valid now. The file is read again within a second of a change, so that tokens come and go while the service runs.
 * A file that is gone or cannot be read lets nobody in, nor does one without tokens; one with a mistake changes nothing. The log and a
 * metric say so. Thread-safe.
 */
@WithRest
@Singleton
class AccessTokens {
    private static final Logger LOG = Logger.getLogger(AccessTokens.class);
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final TokenFile file;
    private final AtomicLong looked = new AtomicLong();
    private volatile Map<String, AccessToken> tokens = Map.of();
    private volatile Seen seen;
    /** What is wrong with the file; null where nothing is. Of one state of it a line is enough. */
    private volatile String trouble;

    /** What tells one state of the file from another. */
    private record Seen(FileTime modified, long size, Object key, Set<PosixFilePermission> permissions) {
        static Seen of(TokenFile file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file.path(), BasicFileAttributes.class);
            return new Seen(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey(), file.permissions());
        }
    }

    AccessTokens(AccessConfig config, MeterRegistry meters) {
        this.file = config.tokens().map(TokenFile::new).orElse(null);
        if (file != null) {
            meters.gauge("contimg.access.token.file.wrong", this, access -> access.trouble == null ? 0 : 1);
        }
    }

    /** @throws IllegalStateException when the file cannot be used; the service then does not start */
    void open(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        if (file == null) {
            return;
        }
        try {
            load(Seen.of(file));
            if (tokens.isEmpty()) {
                throw new IllegalArgumentException(file.path() + " has no token; contimg-db token makes one");
            }
        } catch (NoSuchFileException e) {
            throw new IllegalStateException("contimg.access.tokens=" + file.path()
                    + ": there is no such file; contimg-db token --file makes one");
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalStateException("contimg.access.tokens: " + e.getMessage());
        }
    }

    /** Whether requests must have a token. */
    boolean required() {
        return file != null;
    }

    /** What is known of a token; null where it is none. May look at the file, which is small and local. */
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
            Seen now = Seen.of(file);
            if (now.equals(seen)) {
                trouble = null;
            } else {
                load(now);
                LOG.infof("%s was read again: %d tokens", file.path(), tokens.size());
            }
        } catch (IllegalArgumentException e) {
            report("The tokens stay as they were, as the file has a mistake: " + e.getMessage());
        } catch (IOException e) {
            seen = null;
            tokens = Map.of();
            report("Nobody is let in, as the file of the tokens cannot be read: " + e);
        }
    }

    private void report(String what) {
        if (!what.equals(trouble)) {
            LOG.error(what);
        }
        trouble = what;
    }

    private void load(Seen now) throws IOException {
        tokens = file.read().stream()
                .collect(
                        Collectors.toUnmodifiableMap(AccessToken::hash, Function.identity(), (first, second) -> first));
        seen = now;
        trouble = null;
        looked.set(System.nanoTime());
    }
}
