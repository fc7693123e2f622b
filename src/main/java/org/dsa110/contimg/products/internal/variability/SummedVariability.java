package org.dsa110.contimg.products.internal.variability;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response.Status;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.products.Variability;
import org.dsa110.contimg.rest.problem.ProblemException;

/** Variability by running sums: what is added to a source is added to its sums, and its other measurements are not read. Thread-safe. */
@ApplicationScoped
class SummedVariability implements Variability {
    private static final Set<String> COLUMNS = Set.of(("source_id, " + Measurement.COLUMNS).split(", "));

    private final UnitExecutor units;
    private final Clock clock;
    private final AtomicBoolean recomputing = new AtomicBoolean();

    SummedVariability(UnitExecutor units, Clock clock) {
        this.units = units;
        this.clock = clock;
    }

    @Override
    public void added(Connection connection, long id) throws SQLException {
        rows(connection).added(id);
    }

    @Override
    public void removing(Connection connection, long id) throws SQLException {
        rows(connection).removing(id);
    }

    @Override
    public void compute(Connection connection, String source) throws SQLException {
        rows(connection).compute(source);
    }

    @Override
    public boolean concern(Set<String> columns) {
        return !Collections.disjoint(columns, COLUMNS);
    }

    @Override
    public void before(Connection connection, List<Object> key) throws SQLException {
        removing(connection, ((Number) key.get(0)).longValue());
    }

    @Override
    public void after(Connection connection, List<Object> key) throws SQLException {
        added(connection, ((Number) key.get(0)).longValue());
    }

    @Override
    public Uni<Long> recompute() {
        return Uni.createFrom().deferred(() -> {
            if (!recomputing.compareAndSet(false, true)) {
                throw new ProblemException(Status.CONFLICT, "the variability of all sources is being computed already",
                        List.of());
            }
            return Multi.createBy().repeating().uni(AtomicReference<SourceNamesSql.Page>::new, this::next)
                    .whilst(page -> !page.sources().isEmpty()).collect().with(Collectors.summingLong(
                            page -> page.sources().size()))
                    .onTermination().invoke(() -> recomputing.set(false));
        });
    }

    private Uni<SourceNamesSql.Page> next(AtomicReference<SourceNamesSql.Page> last) {
        return units.write(Database.PRODUCTS, UnitOfWork.sql("recompute variability", connection -> {
            SourceNamesSql.Page page = SourceNamesSql.after(connection, last.get());
            for (String source : page.sources()) {
                rows(connection).compute(source);
                SourcePlaceSql.renew(connection, source);
            }
            return page;
        })).invoke(last::set);
    }

    private VariabilitySql rows(Connection connection) {
        return new VariabilitySql(connection, clock.millis() / 1000.0);
    }
}
