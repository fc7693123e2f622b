package org.dsa110.contimg.rest.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A name that is misspelt is told with the one that was meant, and one that is like none without. */
class NearestNameTest {
    private static final List<String> NAMES = List.of("noise_jy", "path", "ms_path", "type", "created_at", "id");

    @ParameterizedTest
    @CsvSource({"noise_yj,noise_jy", "nois_jy,noise_jy", "NOISE_JY,noise_jy", "noisejy,noise_jy", "paths,path",
            "tpye,type",
            "createdat,created_at", "create_at,created_at", "pth,path", "idd,id", "ms-path,ms_path"})
    void aSlipIsUnderstood(String sent, String meant) {
        assertThat(NearestName.hint(sent, NAMES)).isEqualTo(" (did you mean " + meant + "?)");
    }

    @ParameterizedTest
    @CsvSource({"colour", "x", "ra_deg", "''", "field_name"})
    void whatIsLikeNoNameIsNot(String sent) {
        assertThat(NearestName.hint(sent, NAMES)).isEmpty();
    }

    @Test
    void ofTwoThatAreAsNearTheFirstInTheAlphabetIsMeant() {
        assertThat(NearestName.hint("ra_de", List.of("ra_dez", "ra_deg"))).isEqualTo(" (did you mean ra_deg?)");
    }

    @Test
    void aLongTextIsNotCompared() {
        assertThat(NearestName.hint("x".repeat(100_000), List.of("x".repeat(100_000)))).isEmpty();
    }
}
