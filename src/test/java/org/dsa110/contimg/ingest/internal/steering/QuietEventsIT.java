package org.dsa110.contimg.ingest.internal.steering;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;

import org.dsa110.contimg.ServiceProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events of a service for which nothing happens; one of its own, as it takes a quarter of a minute, in which other tests go on. */
class QuietEventsIT {
    @TempDir
    Path state;

    @Test
    void aCommentComesWhereNothingHappens() throws Exception {
        try (ServiceProcess service = ServiceProcess.serve(state, Map.of());
                EventListener listener = EventListener.open(service.address(), "", "")) {
            assertThat(listener.line(": no events")).isNotNull();
        }
    }
}
