package org.dsa110.contimg.ingest.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;

/**
 * A call of a service, and what the model makes of it.
 *
 * @param text for people
 * @param ask the call; ends with its answer
 * @param answered tells the model that it was done, and compares the answer
 * @param unheard tells the model that it was done, and nobody heard the answer
 */
record Call(String text, Supplier<Uni<?>> ask, Consumer<Object> answered, Runnable unheard) {
    /** A call whose answer the model gives as it does it. */
    static Call of(String text, Supplier<Uni<?>> ask, Supplier<Object> model) {
        return new Call(text, ask, answer -> assertThat(answer).as(text).isEqualTo(model.get()), model::get);
    }
}
