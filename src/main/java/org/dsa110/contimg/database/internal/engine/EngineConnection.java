package org.dsa110.contimg.database.internal.engine;

import java.sql.Connection;

/** A connection on which units of work run, one after the other. Not thread-safe, except for {@link #interrupt}. */
public interface EngineConnection {
    /** The connection that Hibernate and own SQL use. It commits nothing by itself. */
    Connection jdbc();

    /** Makes the statement that is running fail, if one is. May be called from any thread while a unit runs. */
    void interrupt();
}
