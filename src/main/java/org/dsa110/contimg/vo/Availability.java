package org.dsa110.contimg.vo;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

import org.dsa110.contimg.rest.declare.WithRest;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.Readiness;

/** Whether the services of the Virtual Observatory can be used: VOSI 1.1, section 2.2. They can when the program is ready. Thread-safe. */
@WithRest
@Singleton
class Availability {
    private static final String NAMESPACE = "http://www.ivoa.net/xml/VOSIAvailability/v1.0";
    /** What a check says of a part that is well. */
    private static final String WELL = "ok";

    private final Instance<HealthCheck> checks;

    Availability(@Readiness Instance<HealthCheck> checks) {
        this.checks = checks;
    }

    /** Looks now, and says what is wrong. Blocks. */
    byte[] now() {
        List<HealthCheckResponse> down = checks.stream().map(HealthCheck::call)
                .filter(answer -> answer.getStatus() == Status.DOWN).toList();
        XmlDocument document = new XmlDocument("vosi", "availability", "vosi", NAMESPACE)
                .element("vosi:available", Boolean.toString(down.isEmpty()))
                .element("vosi:upSince", ProcessHandle.current().info().startInstant()
                        .map(start -> start.truncatedTo(ChronoUnit.SECONDS)).map(Instant::toString).orElse(null));
        down.stream().flatMap(Availability::notes).forEach(note -> document.element("vosi:note", note));
        return document.bytes();
    }

    /** What a check says of its parts, or that it is down where it says no more: all are well, and the program stops. */
    private static Stream<String> notes(HealthCheckResponse answer) {
        List<String> notes = answer.getData().orElse(Map.of()).entrySet().stream()
                .filter(part -> !part.getValue().equals(WELL)).map(part -> part.getKey() + ": " + part.getValue())
                .toList();
        return notes.isEmpty() ? Stream.of(answer.getName() + ": down") : notes.stream();
    }
}
