package org.dsa110.contimg.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import jakarta.inject.Inject;

import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.migration.DatabasesOpened;
import org.junit.jupiter.api.Test;

/** The service as it puts things in order by itself. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
@TestProfile(HousekeepingScheduleTest.EverySecond.class)
class HousekeepingScheduleTest {
    public static class EverySecond implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("contimg.housekeeping.scheduled", "true", "contimg.housekeeping.storage-check.schedule",
                    "* * * * * ?", "contimg.housekeeping.history.schedule", "* * * * * ?",
                    "contimg.housekeeping.optimize.schedule", "off");
        }
    }

    @Inject
    Scheduler scheduler;
    @Inject
    HousekeepingConfig config;
    @Inject
    UnitExecutor units;

    @Test
    void whatIsDueIsDoneAndWhatIsOffIsNot() {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        for (String task : List.of("storage_check", "history")) {
            while (!RestAssured.get("/q/metrics").asString()
                    .contains("contimg_housekeeping_runs_total{outcome=\"done\",task=\"" + task + "\"}")) {
                assertThat(System.nanoTime()).as("time is up").isLessThan(until);
                LockSupport.parkNanos(20_000_000);
            }
        }

        assertThat(RestAssured.get("/q/metrics").asString()).contains("contimg_storage_sync_percentage 100.0")
                .doesNotContain("task=\"optimize\"");
    }

    @Test
    void whatIsNoScheduleIsNamed() {
        HousekeepingTask task = new HousekeepingTask() {
            @Override
            public String name() {
                return "storage_check";
            }

            @Override
            public String schedule() {
                return "nightly";
            }

            @Override
            public HousekeepingReport run(boolean dryRun) {
                throw new AssertionError();
            }
        };
        HousekeepingSchedule schedule = new HousekeepingSchedule(scheduler,
                new Housekeeping(List.of(task), new io.micrometer.core.instrument.simple.SimpleMeterRegistry()), config,
                units);

        assertThatThrownBy(() -> schedule.start(new DatabasesOpened()))
                .hasMessageStartingWith("contimg.housekeeping.storage-check.schedule=nightly is no schedule such as ");
    }
}
