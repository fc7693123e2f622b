package org.dsa110.contimg.ingest.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The queue as docs/queue.md describes it, in plain memory and without any code of the service: what each call is to answer, and what is to
 * be in the file afterwards. Not thread-safe.
 */
final class QueueModel {
    static final String LOST = "lost";
    private static final int ATTEMPTS = 3;
    private static final double LONGEST_PAUSE = 300;
    private static final int SUBBANDS = 16;
    private static final String COLLECTING = "collecting";
    private static final String PENDING = "pending";
    private static final String IN_PROGRESS = "in_progress";
    private static final String COMPLETED = "completed";
    private static final String FAILED = "failed";
    private static final Map<String, Set<String>> WRITABLE = Map.of(COLLECTING, Set.of(PENDING, FAILED), PENDING,
            Set.of(IN_PROGRESS, FAILED), IN_PROGRESS, Set.of(PENDING, COMPLETED, FAILED), COMPLETED, Set.of(), FAILED,
            Set.of(PENDING));
    private static final Map<String, Set<String>> OPERATED_FROM = Map.of("REQUEUED", Set.of(FAILED), "REOPENED",
            Set.of(COMPLETED), "REJECTED", Set.of(COLLECTING, PENDING));

    final TreeMap<String, Group> groups = new TreeMap<>();
    final TreeMap<String, Claim> claims = new TreeMap<>();
    final List<Change> history = new ArrayList<>();
    /** How claims have ended that their own workers ended, by token. */
    final Map<String, End> ended = new HashMap<>();
    /** Groups that were completed, each as often as it was; and the same of those given up. */
    final List<String> converted = new ArrayList<>();
    final List<String> givenUp = new ArrayList<>();
    /** Of the clock on the wall, Unix seconds. */
    double now;

    /** A row of ingest_queue, and the files of the group. */
    static final class Group {
        String state;
        String stage = COLLECTING;
        double lastUpdate;
        long retries;
        long priority;
        /** Null where it may be claimed at once. */
        Double notBefore;
        /** The attempt after which {@link #notBefore} is still to be learnt from the service, which draws it; 0 where it is known. */
        long pausedAfter;
        String error;
        final Set<String> files = new HashSet<>();
    }

    /** A row of queue_claims. */
    static final class Claim {
        final String token;
        final String worker;
        final long attempt;
        final double lease;
        long beats;

        Claim(String token, String worker, long attempt, double lease) {
            this.token = token;
            this.worker = worker;
            this.attempt = attempt;
            this.lease = lease;
        }
    }

    /** A row of queue_transitions. */
    static final class Change {
        String group;
        final String from;
        final String to;
        final String by;
        final String token;

        Change(String group, String from, String to, String by, String token) {
            this.group = group;
            this.from = from;
            this.to = to;
            this.by = by;
            this.token = token;
        }
    }

    /** The state in which a worker left its group. */
    record End(String group, String state) {
    }

    /** Which ids a group of it can have: from its first second to its last. */
    record Observation(String first, String last) {
    }

    // What workers do.

    /** The groups that a claim gets, in order. */
    List<String> next(int most) {
        return groups.entrySet().stream()
                .filter(entry -> entry.getValue().state.equals(PENDING) && !claims.containsKey(entry.getKey())
                        && isDue(entry.getValue().notBefore))
                .sorted(Comparator.comparing((Map.Entry<String, Group> entry) -> -entry.getValue().priority)
                        .thenComparing(Map.Entry::getKey))
                .limit(most).map(Map.Entry::getKey).toList();
    }

    /** A time further ahead than any pause was written before the clock was set back. */
    private boolean isDue(Double notBefore) {
        return notBefore == null || notBefore <= now || notBefore > now + LONGEST_PAUSE;
    }

    long attemptOf(String id) {
        return groups.get(id).retries + 1;
    }

    void claimed(String id, String token, String worker, double lease) {
        if (claims.containsKey(id)) {
            throw new AssertionError("double claim: " + id);
        }
        claims.put(id, new Claim(token, worker, attemptOf(id), lease));
        move(id, IN_PROGRESS, worker, token);
        groups.get(id).notBefore = null;
    }

    /** @return whether the group is still the worker's */
    boolean beat(String id, String token) {
        Claim claim = held(id, token);
        if (claim != null) {
            claim.beats++;
        }
        return claim != null;
    }

    /** @return the state that the worker is told, or {@link #LOST} */
    String complete(String id, String token) {
        Claim claim = held(id, token);
        drop(id, token);
        if (claim == null) {
            return before(id, token, COMPLETED);
        }
        move(id, COMPLETED, claim.worker, token);
        groups.get(id).error = null;
        converted.add(id);
        return end(id, token);
    }

    /** @return the state that the worker is told, or {@link #LOST} */
    String release(String id, String token) {
        Claim claim = held(id, token);
        drop(id, token);
        if (claim == null) {
            return before(id, token, PENDING);
        }
        move(id, PENDING, claim.worker, token);
        return end(id, token);
    }

    /** @return the state that the worker is told, or {@link #LOST} */
    String fail(String id, String token, String error, boolean retryable) {
        Claim claim = held(id, token);
        drop(id, token);
        if (claim == null) {
            String failed = before(id, token, FAILED);
            return failed.equals(LOST) ? before(id, token, PENDING) : failed;
        }
        fail(id, claim.attempt, claim.worker, token, error, retryable);
        return end(id, token);
    }

    private String end(String id, String token) {
        String state = groups.get(id).state;
        ended.put(token, new End(id, state));
        return state;
    }

    private String before(String id, String token, String state) {
        return new End(id, state).equals(ended.get(token)) ? state : LOST;
    }

    private void fail(String id, long attempt, String by, String token, String error, boolean retryable) {
        boolean again = retryable && attempt < ATTEMPTS;
        move(id, again ? PENDING : FAILED, by, token);
        Group group = groups.get(id);
        group.error = error;
        group.retries = again ? attempt : attempt - 1;
        group.notBefore = null;
        group.pausedAfter = again ? attempt : 0;
        if (!again) {
            givenUp.add(id);
        }
    }

    /** The claim of a token, if its group is still its worker's; one that others put back is in progress then. */
    private Claim held(String id, String token) {
        Claim claim = claims.get(id);
        Group group = groups.get(id);
        if (claim == null || !claim.token.equals(token) || group == null || group.state.equals(COMPLETED)
                || group.state.equals(FAILED)) {
            return null;
        }
        if (!group.state.equals(IN_PROGRESS)) {
            move(id, IN_PROGRESS, claim.worker, token);
        }
        return claim;
    }

    /** The worker was told that the group is no longer its own. */
    void drop(String id, String token) {
        if (claims.containsKey(id) && claims.get(id).token.equals(token)) {
            claims.remove(id);
        }
    }

    // What the lease watch does.

    /** @return whether the group was taken back */
    boolean expireClaim(String id, String error) {
        Claim claim = claims.get(id);
        boolean held = held(id, claim.token) != null;
        claims.remove(id);
        if (held) {
            fail(id, claim.attempt, "lease watch", null, error, true);
        }
        return held;
    }

    void expireUnclaimed(String id, String error) {
        fail(id, attemptOf(id), "lease watch", null, error, true);
    }

    // What operators do.

    /** @return the state that the group has then; null when there is none */
    String operate(String transition, String id, String reason) {
        Group group = groups.get(id);
        if (group == null) {
            return null;
        }
        if (!claims.containsKey(id) && OPERATED_FROM.get(transition).contains(group.state)) {
            boolean rejected = transition.equals("REJECTED");
            move(id, rejected ? FAILED : PENDING, "operator", null);
            group.retries = 0;
            group.notBefore = null;
            group.error = rejected ? reason : null;
        }
        return group.state;
    }

    /** @return "done", "refused" or "absent" */
    String patchState(String id, String state) {
        Group group = groups.get(id);
        if (group == null) {
            return "absent";
        }
        if (claims.containsKey(id) || !group.state.equals(state) && !WRITABLE.get(group.state).contains(state)) {
            return "refused";
        }
        if (!group.state.equals(state)) {
            move(id, state, "REST", null);
        }
        return "done";
    }

    /** @return "done", "refused" or "absent" */
    String delete(String id) {
        if (!groups.containsKey(id)) {
            return "absent";
        }
        if (claims.containsKey(id)) {
            return "refused";
        }
        otherDeletes(id);
        return "done";
    }

    // What arrives.

    /** @param paths files of one observation */
    void arrive(Observation observation, Set<String> paths) {
        String in = groupOf(observation);
        Set<String> come = new HashSet<>(paths);
        if (in == null) {
            in = earliest(paths);
            Group group = new Group();
            group.state = COLLECTING;
            groups.put(in, group);
            noteNew(in);
        }
        come.removeAll(groups.get(in).files);
        if (!come.isEmpty()) {
            groups.get(in).files.addAll(come);
            settle(in);
        }
    }

    /** A group that is worked on keeps its files, and one that others put back while it is worked on is worked on. */
    void vanish(Observation observation, String path) {
        String in = groupOf(observation);
        if (in == null || !collects(in) || !groups.get(in).files.remove(path)) {
            return;
        }
        if (groups.get(in).files.isEmpty()) {
            otherDeletes(in);
        } else {
            settle(in);
        }
    }

    private void settle(String id) {
        String is = id;
        if (collects(id)) {
            is = earliest(groups.get(id).files);
            rename(id, is);
        }
        groups.get(is).lastUpdate = now;
        promote(is);
    }

    private static String earliest(Set<String> paths) {
        return paths.stream().map(path -> path.replaceAll(".*/(.*)_sb.*", "$1")).sorted().findFirst().orElseThrow();
    }

    private void promote(String id) {
        if (groups.get(id).state.equals(COLLECTING) && groups.get(id).files.size() == SUBBANDS) {
            move(id, PENDING, "arrivals", null);
        }
    }

    /** All that others have made whole. */
    void promoteAll() {
        List.copyOf(groups.keySet()).forEach(this::promote);
    }

    private boolean collects(String id) {
        return groups.get(id).state.equals(COLLECTING) && !claims.containsKey(id);
    }

    private void rename(String from, String to) {
        if (!from.equals(to)) {
            groups.put(to, groups.remove(from));
            history.stream().filter(change -> change.group.equals(from)).forEach(change -> change.group = to);
            ended.replaceAll((token, end) -> end.group().equals(from) ? new End(to, end.state()) : end);
        }
    }

    /** The group of an observation; null when there is none. */
    private String groupOf(Observation observation) {
        return groups.subMap(observation.first(), true, observation.last(), true).keySet().stream().findFirst()
                .orElse(null);
    }

    // What other programs write.

    void otherInserts(String id, String state, Set<String> files, boolean replaces) {
        Group group = new Group();
        group.state = state;
        group.lastUpdate = 1;
        group.files.addAll(files);
        if (groups.containsKey(id)) {
            if (!replaces) {
                throw new AssertionError("is there: " + id);
            }
            group.files.addAll(groups.get(id).files);
        }
        groups.put(id, group);
        noteNew(id);
    }

    private void noteNew(String id) {
        String state = groups.get(id).state;
        if (!state.equals(lastState(id))) {
            note(id, lastState(id), state, null, null);
        }
    }

    void otherSets(String id, String state) {
        Group group = groups.get(id);
        if (!group.state.equals(state)) {
            note(id, group.state, state, null, null);
            group.state = state;
        }
    }

    void otherDeletes(String id) {
        note(id, groups.remove(id).state, null, null, null);
    }

    private String lastState(String id) {
        for (int i = history.size() - 1; i >= 0; i--) {
            if (history.get(i).group.equals(id)) {
                return history.get(i).to;
            }
        }
        return null;
    }

    /** A change by the service: stage and time go along. */
    private void move(String id, String state, String by, String token) {
        Group group = groups.get(id);
        note(id, group.state, state, by, token);
        group.state = state;
        group.stage = state;
        group.lastUpdate = now;
        group.pausedAfter = 0;
    }

    private void note(String id, String from, String to, String by, String token) {
        history.add(new Change(id, from, to, by, token));
    }
}
