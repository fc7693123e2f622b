package org.dsa110.contimg.rest.events;

import org.dsa110.contimg.database.UnitExecutor;

/**
 * An answer of events. Immutable.
 *
 * @param after the id of the last event that the client has
 * @param ended to be called once, when nothing more is sent
 */
record EventStream(EventSource source, long after, UnitExecutor units, Runnable ended) {
}
