package org.dsa110.contimg.ingest;

import static org.dsa110.contimg.ingest.GroupState.COLLECTING;
import static org.dsa110.contimg.ingest.GroupState.COMPLETED;
import static org.dsa110.contimg.ingest.GroupState.FAILED;
import static org.dsa110.contimg.ingest.GroupState.IN_PROGRESS;
import static org.dsa110.contimg.ingest.GroupState.PENDING;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The ways from one state of a group to the next: there are no others. {@code docs/queue.md} has the same table for people, and a test
 * compares the two.
 */
public enum Transition {
    /** Its last subband has arrived. */
    WHOLE(Set.of(COLLECTING), PENDING),
    /** It has waited long enough for its last subbands, and has enough of them. */
    PROMOTED(Set.of(COLLECTING), PENDING),
    /** It has waited too long for its subbands. */
    ABANDONED(Set.of(COLLECTING), FAILED),
    /** A worker has taken it. */
    CLAIMED(Set.of(PENDING), IN_PROGRESS),
    /** Its worker has converted it. */
    CONVERTED(Set.of(IN_PROGRESS), COMPLETED),
    /** Its worker has failed, and it is tried again after a pause. */
    RETRIED(Set.of(IN_PROGRESS), PENDING),
    /** Its worker has failed, and trying again is of no use, or was done often enough. */
    GIVEN_UP(Set.of(IN_PROGRESS), FAILED),
    /** Its worker gives it back, and has not failed: the service stops. */
    RELEASED(Set.of(IN_PROGRESS), PENDING),
    /** Another program has put it back though its worker holds it. */
    RESUMED(Set.of(COLLECTING, PENDING), IN_PROGRESS),
    /** An operator has it tried again. */
    REQUEUED(Set.of(FAILED), PENDING),
    /** An operator has it converted again. */
    REOPENED(Set.of(COMPLETED), PENDING),
    /** An operator gives it up. */
    REJECTED(Set.of(COLLECTING, PENDING), FAILED);

    private final Set<GroupState> from;
    private final GroupState to;

    Transition(Set<GroupState> from, GroupState to) {
        this.from = EnumSet.copyOf(from);
        this.to = to;
    }

    public Set<GroupState> from() {
        return EnumSet.copyOf(from);
    }

    public GroupState to() {
        return to;
    }

    /** The states that a person may write in place of one: all that can be next, but for what is an operator's call of its own. */
    static List<GroupState> writableAfter(GroupState state) {
        return Arrays.stream(values())
                .filter(transition -> transition.from.contains(state) && transition != REOPENED
                        && transition != RESUMED)
                .map(Transition::to).distinct().sorted().toList();
    }
}
