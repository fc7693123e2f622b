package org.dsa110.contimg.ingest.model;

import java.util.Set;
import java.util.TreeSet;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.ingest.internal.grouping.FileGroups;

/** Files that come, come again, and go. Those of one observation after the other, some of each late. For one thread. */
final class Arrivals {
    /** Seconds from the first of an observation to the first of the next: files of two are never of one group. */
    private static final long OBSERVATION = 1000;
    private static final int OPEN_OBSERVATIONS = 5;
    private static final int SUBBANDS = 16;

    private final Scene scene;
    private long firstObservation;

    Arrivals(Scene scene) {
        this.scene = scene;
    }

    /** Some files of an observation that is on its way, or of one before it, which come late or again. */
    void arrive(ModelledService service) {
        long observation = anyObservation();
        Set<String> paths = new TreeSet<>();
        for (int i = scene.random.nextInt(SUBBANDS); i >= 0; i--) {
            paths.add(path(observation, scene.random.nextInt(SUBBANDS)));
        }
        scene.note("files arrive: " + paths);
        scene.untilDone(service, () -> service.files.arrive(paths));
        scene.model.arrive(ids(observation), paths);
        if (scene.random.nextInt(6) == 0) {
            firstObservation++;
        }
    }

    void vanish(ModelledService service) {
        long observation = anyObservation();
        String path = path(observation, scene.random.nextInt(SUBBANDS));
        scene.note("file vanishes: " + path);
        scene.untilDone(service, () -> service.files.goAway(path));
        scene.model.vanish(ids(observation), path);
    }

    /** Every subband has its own second, within 16 s and not in their order. */
    private static String path(long observation, int subband) {
        return FileGroups.path(observation * OBSERVATION + (subband * 7 + observation) % SUBBANDS, subband);
    }

    private static QueueModel.Observation ids(long observation) {
        return new QueueModel.Observation(FileGroups.group(observation * OBSERVATION),
                FileGroups.group(observation * OBSERVATION + SUBBANDS - 1));
    }

    void promote(ModelledService service) {
        scene.note("whole groups become pending");
        scene.untilDone(service, () -> service.units.write(Database.INGEST,
                UnitOfWork.named("promote", service.transitions::allBecomePendingIfWhole)).await().indefinitely());
        scene.model.promoteAll();
    }

    /** One that is on its way, or that of the group which another program wrote last. */
    private long anyObservation() {
        long observation = scene.model.groups.containsKey(scene.written)
                ? FileGroups.second(scene.written) / OBSERVATION
                : -1;
        return observation >= 0 && observation < firstObservation + OPEN_OBSERVATIONS && scene.random.nextInt(2) == 0
                ? observation
                : firstObservation + scene.random.nextInt(OPEN_OBSERVATIONS);
    }
}
