package org.dsa110.contimg.database.faults;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.cumulative.CumulativeCounter;
import io.micrometer.core.instrument.cumulative.CumulativeDistributionSummary;
import io.micrometer.core.instrument.cumulative.CumulativeTimer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** Metrics that can break with an error, as no caller of them expects. */
public final class FaultyMeters extends SimpleMeterRegistry {
    private volatile boolean broken;
    private final AtomicInteger failed = new AtomicInteger();

    public void breakDown() {
        broken = true;
    }

    void repair() {
        broken = false;
    }

    /** How often something was measured while they were broken. */
    int failed() {
        return failed.get();
    }

    private void look() {
        if (broken) {
            failed.incrementAndGet();
            throw new LinkageError("the metrics are broken");
        }
    }

    @Override
    protected <T> Gauge newGauge(Meter.Id id, T of, ToDoubleFunction<T> value) {
        look();
        return super.newGauge(id, of, value);
    }

    @Override
    protected Counter newCounter(Meter.Id id) {
        return new CumulativeCounter(id) {
            @Override
            public void increment(double amount) {
                look();
                super.increment(amount);
            }
        };
    }

    @Override
    protected DistributionSummary newDistributionSummary(Meter.Id id, DistributionStatisticConfig settings,
            double scale) {
        return new CumulativeDistributionSummary(id, config().clock(), settings, scale, false) {
            @Override
            protected void recordNonNegative(double amount) {
                look();
                super.recordNonNegative(amount);
            }
        };
    }

    @Override
    protected Timer newTimer(Meter.Id id, DistributionStatisticConfig settings, PauseDetector pauses) {
        return new CumulativeTimer(id, config().clock(), settings, pauses, getBaseTimeUnit(), false) {
            @Override
            protected void recordNonNegative(long amount, java.util.concurrent.TimeUnit unit) {
                look();
                super.recordNonNegative(amount, unit);
            }
        };
    }
}
