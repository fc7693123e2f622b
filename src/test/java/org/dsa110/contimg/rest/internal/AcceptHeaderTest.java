package org.dsa110.contimg.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import jakarta.ws.rs.core.MediaType;

import org.junit.jupiter.api.Test;

class AcceptHeaderTest {
    @Test
    void aRefusalNamesWhatThereIs() {
        assertThat(AcceptHeader.refusal(List.of(MediaType.APPLICATION_JSON_TYPE, MediaType.valueOf("text/csv"))))
                .hasMessageEndingWith("that the Accept header allows; there is application/json, text/csv");
    }

    @Test
    void aRefusalEndsWhereItIsNotKnownWhatThereIs() {
        assertThat(AcceptHeader.refusal(List.of())).hasMessageEndingWith("that the Accept header allows");
    }
}
