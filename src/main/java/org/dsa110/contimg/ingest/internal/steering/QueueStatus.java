package org.dsa110.contimg.ingest.internal.steering;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Where the queue stands, as operators get it. Ages go by the clock on the wall, and are 0 where it was set back since. Immutable. */
@Schema(name = "QueueStatus")
public record QueueStatus(
        @JsonProperty("at") @Schema(description = "When this was so, Unix seconds") double at,
        @JsonProperty("counts") @Schema(description = "How many groups are in each state") Map<String, Long> counts,
        @JsonProperty("oldest_age_seconds") @Schema(
                description = "How long ago the first file was seen of the group of each state that waits longest, seconds; without"
                        + " the states that no group is in") Map<String, Double> oldestAgeSeconds,
        @JsonProperty("throughput") Throughput throughput,
        @JsonProperty("eta_seconds") @Schema(nullable = true,
                description = "In how long all pending groups will be converted at this rate, seconds; null where nothing is known of it, or"
                        + " the queue is paused") Double etaSeconds,
        @JsonProperty("dispatching") PauseResource.Dispatching dispatching,
        @JsonProperty("stuck") @Schema(description = "The groups that do not get on, at most " + MOST_STUCK
                + " of each kind, those that wait longest first") List<Stuck> stuck,
        @JsonProperty("untold") @Schema(
                description = "How often the other databases are still to hear what became of a group") long untold,
        @JsonProperty("workers") @Schema(
                description = "Who has claimed groups within the last day, or has some now; those seen last first, at most "
                        + MOST_WORKERS) List<Worker> workers) {
    static final int MOST_STUCK = 100;
    static final int MOST_WORKERS = 200;

    /** How fast groups are completed. Immutable. */
    @Schema(name = "QueueThroughput")
    public record Throughput(
            @JsonProperty("last_hour") @Schema(
                    description = "How many groups became completed within an hour") long lastHour,
            @JsonProperty("last_day") @Schema(description = "The same within a day") long lastDay,
            @JsonProperty("per_hour") @Schema(nullable = true,
                    description = "Groups an hour: those of the last hour, or else the mean of the last day; null where there are"
                            + " none") Double perHour) {
        static Throughput of(long lastHour, long lastDay) {
            double perHour = lastHour > 0 ? lastHour : lastDay / 24.0;
            return new Throughput(lastHour, lastDay, perHour > 0 ? perHour : null);
        }

        /** How long so many groups take, seconds; null where it is not known. */
        Double secondsFor(long groups) {
            return perHour == null ? null : Double.valueOf(groups * 3600.0 / perHour);
        }
    }

    /** Why a group does not get on. */
    public enum Kind {
        /** It lacks subbands for longer than {@code contimg.ingest.stuck-after}. */
        COLLECTING,
        /** Its worker shows no sign of life, and most of its lease is over. */
        SILENT,
        /** The queue does not take what became of it, and this service tries again. */
        UNSTORED,
        /** Another database does not take what became of it, and that is told again. */
        UNTOLD;

        static final String ALL = "collecting, silent, unstored or untold";

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A group that does not get on. Immutable. */
    @Schema(name = "StuckGroup")
    public record Stuck(@JsonProperty("group_id") @Schema(description = "Observation group") String groupId,
            @JsonProperty("kind") @Schema(description = Kind.ALL) String kind,
            @JsonProperty("for_seconds") @Schema(description = "For how long, seconds") double forSeconds,
            @JsonProperty("why") @Schema(description = "For people") String why) {
    }

    /** Who converts groups. Immutable. */
    @Schema(name = "QueueWorker")
    public record Worker(@JsonProperty("worker") @Schema(description = "Its name") String worker,
            @JsonProperty("last_seen") @Schema(description = "Its last sign of life, Unix seconds") double lastSeen,
            @JsonProperty("groups_held") @Schema(description = "How many groups it has now") long groupsHeld,
            @JsonProperty("attempts") @Schema(
                    description = "How many groups it has claimed within the last day") long attempts,
            @JsonProperty("completed") @Schema(
                    description = "How many it has completed within the last day") long completed) {
    }
}
