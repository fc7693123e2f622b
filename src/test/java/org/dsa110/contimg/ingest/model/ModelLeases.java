package org.dsa110.contimg.ingest.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * When one service takes groups back: where it has seen the same claim without a new sign of life for as long as the lease lasts, or the
 * same row in progress without a claim for an hour; all of it anew since it last could not store a sign of life. Not thread-safe.
 */
final class ModelLeases {
    private static final double USUAL_LEASE = 3600;

    private final Map<String, Seen> seen = new HashMap<>();

    private record Seen(String sign, long since) {
    }

    /**
     * @param nanoTime of the monotonic clock
     * @return the groups that are taken back
     */
    Set<String> look(QueueModel model, long nanoTime) {
        List<String> claimed = List.copyOf(model.claims.keySet());
        List<String> unclaimed = new ArrayList<>();
        model.groups.forEach((id, group) -> {
            if (group.state.equals("in_progress") && !model.claims.containsKey(id)) {
                unclaimed.add(id);
            }
        });
        Set<String> ended = new HashSet<>();
        for (String id : claimed) {
            QueueModel.Claim claim = model.claims.get(id);
            if (isOver(id, claim.token + " " + claim.beats, claim.lease, nanoTime)
                    && model.expireClaim(id, "no sign of life")) {
                ended.add(id);
            }
        }
        for (String id : unclaimed) {
            if (isOver(id, "unclaimed " + model.groups.get(id).lastUpdate, USUAL_LEASE, nanoTime)) {
                model.expireUnclaimed(id, "no sign of life");
                ended.add(id);
            }
        }
        Set<String> there = new HashSet<>(claimed);
        there.addAll(unclaimed);
        seen.keySet().retainAll(there);
        return ended;
    }

    /** Waits for all once more in full. */
    void forget() {
        seen.clear();
    }

    private boolean isOver(String id, String sign, double lease, long nanoTime) {
        Seen last = seen.get(id);
        if (last == null || !last.sign().equals(sign)) {
            seen.put(id, new Seen(sign, nanoTime));
            return false;
        }
        return nanoTime - last.since() >= lease * 1e9;
    }
}
