package org.dsa110.contimg.rest.internal.access;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** Who may do what over HTTP. */
@ConfigMapping(prefix = "contimg.access")
public interface AccessConfig {
    /** The file of the tokens' hashes; without it no token is asked for, and the service listens on loopback only. */
    Optional<Path> tokens();

    /**
     * Names besides those of the loopback address by which clients reach the service, such as a reverse proxy's, without scheme and port; it
     * goes by them where no token is asked for.
     */
    Optional<List<String>> hosts();
}
