package org.dsa110.contimg.ingest.internal.steering;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.Statements;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.ingest.GroupState;
import org.dsa110.contimg.ingest.Transition;
import org.dsa110.contimg.ingest.internal.queue.Cause;
import org.dsa110.contimg.ingest.internal.queue.ClaimSql;
import org.dsa110.contimg.rest.problem.ProblemException;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Has groups that have ended converted again: some in each unit of work, as other writes go on beside it. So after a crash some are pending,
 * and the same request does the rest. Thread-safe.
 */
@ApplicationScoped
public class Reprocessing {
    private static final int PAGE = 100;

    private final UnitExecutor units;
    private final ClaimSql claims;

    Reprocessing(UnitExecutor units, ClaimSql claims) {
        this.units = units;
        this.claims = claims;
    }

    /** What becomes of the groups. Immutable. */
    @Schema(name = "Reprocessed")
    public record Result(@JsonProperty("dry_run") @Schema(description = "Whether nothing was changed") boolean dryRun,
            @JsonProperty("group_ids") @Schema(
                    description = "The groups that are pending with this, or would be") List<String> groupIds,
            @JsonProperty("skipped") @Schema(
                    description = "Those that were named and stay as they are") List<Skipped> skipped) {
    }

    /** A group that stays as it is. Immutable. */
    @Schema(name = "SkippedGroup")
    public record Skipped(@JsonProperty("group_id") @Schema(description = "Observation group") String groupId,
            @JsonProperty("state") @Schema(nullable = true,
                    description = "Its state; null where there is no such group") String state,
            @JsonProperty("why") @Schema(description = "For people") String why) {
    }

    Uni<Result> run(ReprocessRequest request, String by) {
        Uni<List<String>> wanted = request.groupIds().isEmpty()
                ? units.read(Database.INGEST, UnitOfWork.sql("groups to reprocess",
                        connection -> between(connection, request)))
                : Uni.createFrom().item(request.groupIds());
        return wanted.chain(ids -> Multi.createFrom().iterable(pages(ids))
                .onItem().transformToUniAndConcatenate(page -> page(page, request, by)).collect().asList())
                .map(results -> new Result(request.dryRun(),
                        results.stream().flatMap(result -> result.groupIds().stream()).toList(),
                        results.stream().flatMap(result -> result.skipped().stream()).toList()));
    }

    private static List<List<String>> pages(List<String> ids) {
        List<List<String>> pages = new ArrayList<>();
        for (int i = 0; i < ids.size(); i += PAGE) {
            pages.add(ids.subList(i, Math.min(ids.size(), i + PAGE)));
        }
        return pages;
    }

    private Uni<Result> page(List<String> ids, ReprocessRequest request, String by) {
        UnitOfWork<Result> work = UnitOfWork.sql("reprocess", connection -> {
            Result result = new Result(request.dryRun(), new ArrayList<>(), new ArrayList<>());
            for (String id : ids) {
                one(connection, id, request, by, result);
            }
            return result;
        });
        return request.dryRun() ? units.read(Database.INGEST, work) : units.write(Database.INGEST, work);
    }

    private void one(Connection connection, String id, ReprocessRequest request, String by, Result result)
            throws SQLException {
        String state = state(connection, id);
        String why = null;
        if (state == null) {
            why = "there is no such group";
        } else if (request.states().stream().noneMatch(wanted -> wanted.toString().equals(state))) {
            why = "it is " + state;
        } else if (claims.of(connection, id).isPresent()) {
            why = "somebody has a claim on it still";
        } else if (!request.dryRun()) {
            Transition transition = state.equals(GroupState.FAILED.toString())
                    ? Transition.REQUEUED
                    : Transition.REOPENED;
            claims.operate(connection, transition, id, Cause.of(by, request.reason()));
        }
        if (why == null) {
            result.groupIds().add(id);
        } else {
            result.skipped().add(new Skipped(id, state, why));
        }
    }

    private static String state(Connection connection, String id) throws SQLException {
        try (PreparedStatement query = Statements.prepare(connection,
                "SELECT state FROM ingest_queue WHERE group_id = ?", id); ResultSet row = query.executeQuery()) {
            return row.next() ? row.getString(1) : null;
        }
    }

    private static List<String> between(Connection connection, ReprocessRequest request) throws SQLException {
        List<String> ids = new ArrayList<>();
        String states = request.states().stream().map(state -> "'" + state + "'").sorted()
                .collect(Collectors.joining(", "));
        try (PreparedStatement query = Statements.prepare(connection,
                "SELECT group_id FROM ingest_queue WHERE state IN (" + states
                        + ") AND group_id >= ? AND group_id < ? ORDER BY group_id LIMIT ?",
                request.from(), request.to(), ReprocessRequest.MOST + 1); ResultSet row = query.executeQuery()) {
            while (row.next()) {
                ids.add(row.getString(1));
            }
        }
        if (ids.size() > ReprocessRequest.MOST) {
            throw ProblemException.badRequest("to", "must be earlier: there are more than " + ReprocessRequest.MOST
                    + " groups in between");
        }
        return ids;
    }
}
