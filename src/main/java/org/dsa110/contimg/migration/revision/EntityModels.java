package org.dsa110.contimg.migration.revision;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.integrator.spi.Integrator;

/**
 * What Hibernate has made of the entities of each persistence unit, by the same settings and names as it runs with. Hibernate calls it for
 * each unit when it starts. Thread-safe.
 */
public final class EntityModels implements Integrator {
    private static final Map<String, Metadata> BY_UNIT = new ConcurrentHashMap<>();

    /** The entities of a persistence unit; null where there is none of that name. */
    static Metadata of(String unit) {
        return BY_UNIT.get(unit);
    }

    @Override
    public void integrate(Metadata metadata, BootstrapContext context, SessionFactoryImplementor factory) {
        BY_UNIT.put(unit(factory), metadata);
    }

    private static String unit(SessionFactoryImplementor factory) {
        return String.valueOf(factory.getProperties().get(AvailableSettings.PERSISTENCE_UNIT_NAME));
    }
}
