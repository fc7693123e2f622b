package org.dsa110.contimg.ingest.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.ingest.internal.claims.ClaimedGroup;
import org.dsa110.contimg.ingest.internal.claims.Converted;
import org.dsa110.contimg.ingest.internal.queue.ClaimEndSql.Ending;

/** What workers say: of what is theirs, of what was, of what never was. For one thread. */
final class WorkerCalls {
    private static final Converted CONVERTED = new Converted("/ms/some.ms", 1.0, null, 3.0, null, "parallel", null);
    private static final int WORKERS = 6;
    private static final double[] LEASES = {60, 600, 3600};
    private static final int REMEMBERED = 40;

    private final Scene scene;
    private final Random random;
    private final QueueModel model;
    /** What workers were given of late, whatever became of it. */
    private final List<Ticket> tickets = new ArrayList<>();

    /** What a worker has in its hand. */
    private record Ticket(String group, String token) {
    }

    WorkerCalls(Scene scene) {
        this.scene = scene;
        this.random = scene.random;
        this.model = scene.model;
    }

    Call claim(ModelledService service) {
        String worker = "worker " + random.nextInt(WORKERS);
        int most = 1 + random.nextInt(3);
        double lease = LEASES[random.nextInt(LEASES.length)];
        return new Call(worker + " claims " + most + " for " + lease + " s",
                () -> service.claims.claim(worker, most, lease, null),
                answer -> claimed((List<?>) answer, worker, most, lease), () -> claimedUnheard(worker, most, lease));
    }

    private void claimed(List<?> answer, String worker, int most, double lease) {
        List<ClaimedGroup> groups = answer.stream().map(ClaimedGroup.class::cast).toList();
        assertThat(groups).as("claimed").extracting(ClaimedGroup::groupId).isEqualTo(model.next(most));
        for (ClaimedGroup group : groups) {
            String id = group.groupId();
            assertThat(group.claim().attempt()).as("attempt at %s", id).isEqualTo(model.attemptOf(id));
            assertThat(new TreeSet<>(group.paths())).as("files of %s", id)
                    .isEqualTo(new TreeSet<>(model.groups.get(id).files));
            model.claimed(id, group.token(), worker, lease);
            remember(new Ticket(id, group.token()));
        }
    }

    /** Nobody knows the tokens: these groups wait for their leases. */
    private void claimedUnheard(String worker, int most, double lease) {
        for (String id : model.next(most)) {
            String token = scene.other.text("SELECT token FROM queue_claims WHERE group_id = '" + id + "'");
            assertThat(token).as("token of %s", id).isNotNull();
            model.claimed(id, token, worker, lease);
        }
    }

    private void remember(Ticket ticket) {
        tickets.add(ticket);
        if (tickets.size() > REMEMBERED) {
            tickets.remove(0);
        }
    }

    /** Whether somebody has something to say. */
    boolean any() {
        return !tickets.isEmpty();
    }

    /** Mostly of what is a worker's own; else of what was anybody's, under its own group's name or another's, or with no token at all. */
    private Ticket ticket() {
        Ticket any = tickets.get(random.nextInt(tickets.size()));
        List<Ticket> live = tickets.stream().filter(ticket -> model.claims.containsKey(ticket.group())
                && model.claims.get(ticket.group()).token.equals(ticket.token())).toList();
        int way = random.nextInt(20);
        if (way < 13 && !live.isEmpty()) {
            return live.get(random.nextInt(live.size()));
        } else if (way < 18) {
            return any;
        } else if (way < 19) {
            return new Ticket(tickets.get(random.nextInt(tickets.size())).group(), any.token());
        }
        return new Ticket(any.group(), "no token");
    }

    Call beat(ModelledService service) {
        Ticket ticket = ticket();
        return beat(service, ticket.group(), ticket.token());
    }

    private Call beat(ModelledService service, String group, String token) {
        return new Call("heartbeat of " + group + " " + token,
                () -> service.claims.beat(group, token)
                        .chain(claim -> claim.isPresent()
                                ? Uni.createFrom().item(true)
                                : service.claims.drop(group, token).replaceWith(false)),
                answer -> {
                    boolean alive = model.beat(group, token);
                    if (!alive) {
                        model.drop(group, token);
                    }
                    assertThat(answer).as("heartbeat of %s", group).isEqualTo(alive);
                }, () -> model.beat(group, token));
    }

    Call end(ModelledService service) {
        Ticket ticket = ticket();
        int way = random.nextInt(20);
        if (way < 9) {
            return complete(service, ticket.group(), ticket.token());
        } else if (way < 12) {
            return release(service, ticket.group(), ticket.token());
        }
        return fail(service, ticket.group(), ticket.token(), way < 18);
    }

    /** Of every claim there is. */
    List<Call> completeAll(ModelledService service) {
        return model.claims.entrySet().stream()
                .map(claim -> complete(service, claim.getKey(), claim.getValue().token)).toList();
    }

    private Call complete(ModelledService service, String group, String token) {
        return Call.of("complete of " + group + " " + token,
                () -> service.claims.complete(group, token, CONVERTED).map(ending -> told(ending, "completed")),
                () -> model.complete(group, token));
    }

    private Call release(ModelledService service, String group, String token) {
        return Call.of("release of " + group + " " + token,
                () -> service.claims.release(group, token, "going home").map(ending -> told(ending, "pending")),
                () -> model.release(group, token));
    }

    private Call fail(ModelledService service, String group, String token, boolean retryable) {
        return Call.of((retryable ? "failure of " : "failure for good of ") + group + " " + token,
                () -> service.claims.fail(group, token, "it broke", retryable)
                        .map(end -> end.map(how -> how.transition().to().toString()).orElse(QueueModel.LOST)),
                () -> model.fail(group, token, "it broke", retryable));
    }

    private static String told(Ending ending, String state) {
        return ending == Ending.LOST ? QueueModel.LOST : state;
    }
}
