package org.dsa110.contimg.ingest.model;

import java.sql.Connection;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.ingest.RowWrites;
import org.dsa110.contimg.ingest.Transition;
import org.dsa110.contimg.ingest.internal.queue.Cause;
import org.dsa110.contimg.rest.problem.ProblemException;

/** What operators ask for, by their calls and by writing rows. For one thread. */
final class PeopleCalls {
    private static final List<Transition> OPERATED = List.of(Transition.REQUEUED, Transition.REOPENED,
            Transition.REJECTED);
    static final List<String> STATES = List.of("collecting", "pending", "in_progress", "completed", "failed");

    private final Random random;
    private final QueueModel model;

    PeopleCalls(Scene scene) {
        this.random = scene.random;
        this.model = scene.model;
    }

    Call operate(ModelledService service, String group) {
        Transition transition = OPERATED.get(random.nextInt(OPERATED.size()));
        return Call.of("operator: " + transition + " " + group,
                () -> service.claims.operate(transition, group, Cause.of("operator", "for a reason")),
                () -> model.operate(transition.name(), group, "for a reason"));
    }

    /** @param written hears the group whose row has a time that only the file knows, as it is that of the change noted with it */
    Call patch(ModelledService service, String group, Consumer<String> written) {
        String state = STATES.get(random.nextInt(STATES.size()));
        return Call.of("PATCH " + group + " to " + state,
                () -> answer(service, connection -> RowWrites.patchState(connection, group, state)), () -> {
                    int before = model.history.size();
                    String answer = model.patchState(group, state);
                    if (model.history.size() > before) {
                        written.accept(group);
                    }
                    return answer;
                });
    }

    Call delete(ModelledService service, String group) {
        return Call.of("DELETE " + group, () -> answer(service, connection -> RowWrites.delete(connection, group)),
                () -> model.delete(group));
    }

    private static Uni<String> answer(ModelledService service, RowChange change) {
        return service.units.write(Database.INGEST, UnitOfWork.named("row", change::make))
                .map(there -> there ? "done" : "absent")
                .onFailure(ProblemException.class).recoverWithItem("refused");
    }

    /** A change of one row. */
    private interface RowChange {
        Boolean make(Connection connection) throws Exception;
    }
}
