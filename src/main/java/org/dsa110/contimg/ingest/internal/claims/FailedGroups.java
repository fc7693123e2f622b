package org.dsa110.contimg.ingest.internal.claims;

import java.util.Locale;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.ingest.GroupRequeue;
import org.dsa110.contimg.ingest.GroupState;
import org.dsa110.contimg.ingest.Transition;
import org.dsa110.contimg.ingest.internal.queue.Cause;

/** Has failed groups tried again, as an operator's retry does. Thread-safe. */
@ApplicationScoped
class FailedGroups implements GroupRequeue {
    private final Claims claims;

    FailedGroups(Claims claims) {
        this.claims = claims;
    }

    @Override
    public Uni<GroupState> requeue(String groupId, String by, String reason) {
        return claims.operate(Transition.REQUEUED, groupId, Cause.of(by, reason))
                .map(state -> state == null ? null : GroupState.valueOf(state.toUpperCase(Locale.ROOT)));
    }
}
