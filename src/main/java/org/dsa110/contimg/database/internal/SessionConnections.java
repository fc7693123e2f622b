package org.dsa110.contimg.database.internal;

import java.sql.Connection;
import java.sql.SQLException;

import io.agroal.api.AgroalDataSource;
import io.quarkus.hibernate.orm.runtime.customized.QuarkusConnectionProvider;
import io.quarkus.hibernate.orm.runtime.tenant.TenantConnectionResolver;
import io.quarkus.hibernate.orm.runtime.tenant.TenantResolver;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.internal.unit.RunningUnit;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;

/**
 * Gives the sessions of one persistence unit the connection of the unit of work that runs on their thread, by way of Hibernate's
 * multi-tenancy: there is one tenant, "the running unit". Only while Hibernate starts, when no unit runs, does it get a pool. Thread-safe.
 */
final class SessionConnections implements TenantResolver, TenantConnectionResolver {
    private static final String RUNNING_UNIT = "running unit";
    private static final String BOOT = "boot";

    private final Database database;
    private final ConnectionProvider pool;
    private final ConnectionProvider runningUnit = new RunningUnitConnection();

    SessionConnections(Database database, AgroalDataSource dataSource) {
        this.database = database;
        this.pool = new QuarkusConnectionProvider(dataSource);
    }

    @Override
    public String getDefaultTenantId() {
        return BOOT;
    }

    @Override
    public String resolveTenantId() {
        own();
        return RUNNING_UNIT;
    }

    @Override
    public ConnectionProvider resolve(String tenantId) {
        return BOOT.equals(tenantId) ? pool : runningUnit;
    }

    private Connection own() {
        RunningUnit running = RunningUnit.current();
        if (running == null) {
            throw new IllegalStateException("the database " + database
                    + " was used outside a unit of work; use it inside UnitsOfWork.read or UnitsOfWork.write");
        }
        if (running.database() != database) {
            throw new DatabaseException(DatabaseException.Kind.WRONG_DATABASE,
                    "a unit of work on " + running.database() + " used "
                            + database + "; one unit of work touches one database, so make it two",
                    null);
        }
        return running.connection();
    }

    /** Closes nothing: those who run the unit close its connection. */
    private final class RunningUnitConnection implements ConnectionProvider {
        private static final long serialVersionUID = 1;

        @Override
        public Connection getConnection() throws SQLException {
            return own();
        }

        @Override
        public void closeConnection(Connection connection) {
        }

        @Override
        public boolean supportsAggressiveRelease() {
            return false;
        }

        @Override
        public boolean isUnwrappableAs(Class<?> type) {
            return false;
        }

        @Override
        public <T> T unwrap(Class<T> type) {
            throw new IllegalArgumentException("not unwrappable as " + type.getName());
        }
    }
}
