package org.dsa110.contimg.rest.events;

import io.smallrye.mutiny.Uni;

/** Where events come from: things that happened, numbered in the order in which they did. Thread-safe. */
@FunctionalInterface
public interface EventSource {
    /**
     * The next events, as many as go into a page of bounded size.
     *
     * @param id of the last event that the client has
     * @return an empty page where there are none yet
     */
    Uni<EventPage> after(long id);
}
