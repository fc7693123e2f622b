package org.dsa110.contimg.rest.internal.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

import com.fasterxml.jackson.core.JsonToken;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.products.Image;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What exports say of values that no client may send is understood as it was meant. */
class StoredValueTest {
    private static final TableDescription<Image> IMAGES = new TableDescription<>(Database.PRODUCTS, Image.class);
    private static final ColumnDescription REAL = IMAGES.column("noise_jy");
    private static final ColumnDescription TEXT = IMAGES.column("field_name");

    /** A whole number with a point or an exponent was a double, and from 2^63 on cannot be an integer, though its digits could. */
    @ParameterizedTest
    @CsvSource({"9223372036854775807, 9223372036854775807", "-9223372036854775808, -9223372036854775808"})
    void digitsAloneAreAnInteger(String digits, long expected) {
        assertThat(StoredValue.ofCsv(REAL, digits, false)).isEqualTo(expected);
        assertThat(StoredValue.ofJson(REAL, JsonToken.VALUE_NUMBER_INT, digits)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"9.2233720368547758E18, 9.2233720368547758E18", "5.0, 5", "1e3, 1000", "Infinity, Infinity",
            "-Infinity, -Infinity"})
    void aPointOrAnExponentIsADouble(String digits, double expected) {
        assertThat(StoredValue.ofCsv(REAL, digits, false)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Infinity", "7", "base64:AP8=", "", "null"})
    void quotesMakeAText(String text) {
        assertThat(StoredValue.ofCsv(REAL, text, true)).isEqualTo(text);
        assertThat(StoredValue.ofCsv(TEXT, text, true)).isEqualTo(text);
        assertThat(StoredValue.ofJson(REAL, JsonToken.VALUE_STRING, text)).isEqualTo(text);
    }

    /** As programs write it that put only those texts into quotes that need them. */
    @Test
    void aColumnOfTextsHasTextsWithoutQuotesToo() {
        assertThat(StoredValue.ofCsv(TEXT, "1e5", false)).isEqualTo("1e5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "00ff41", "313233"})
    void bytesComeBack(String hexadecimal) {
        byte[] bytes = HexFormat.of().parseHex(hexadecimal);
        assertThat(StoredValue.ofCsv(TEXT, StoredValue.csv(bytes), false)).isEqualTo(bytes);
        Map<ColumnDescription, Object> row = new HashMap<>(
                Map.of(TEXT, Base64.getEncoder().encodeToString(bytes)));
        StoredValue.apply(StoredValue.note(TEXT, bytes), IMAGES, column -> true, row);
        assertThat(row.get(TEXT)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void infinityComesBack(double infinity) {
        Map<ColumnDescription, Object> row = new HashMap<>();
        row.put(REAL, null);
        StoredValue.apply(StoredValue.note(REAL, infinity), IMAGES, column -> true, row);
        assertThat(row).containsEntry(REAL, infinity);
    }

    @Test
    void whatSaysItselfWhatItIsNeedsNoNote() {
        assertThat(StoredValue.note(REAL, 1e300)).isNull();
        assertThat(StoredValue.note(REAL, "Infinity")).isNull();
        assertThat(StoredValue.note(REAL, null)).isNull();
        ColumnDescription theirs = ColumnDescription.found("data", "data", "data", ColumnType.ANY, false, "");
        assertThat(StoredValue.note(theirs, new byte[1])).isNull();
    }

    @Test
    void aNumberThatTheDatabaseGivesIsNothingElse() {
        ColumnDescription id = IMAGES.column("id");
        assertThat(StoredValue.ofCsv(id, "7", false)).isEqualTo(7L);
        assertThatThrownBy(() -> StoredValue.ofCsv(id, "base64:AP8=", false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StoredValue.ofJson(id, JsonToken.VALUE_STRING, "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"n/a", "True", "inf", "1,5"})
    void aTextInAColumnOfNumbersHasQuotes(String text) {
        assertThatThrownBy(() -> StoredValue.ofCsv(REAL, text, false)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("must be ");
    }
}
