package org.dsa110.contimg.rest.internal.list;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import org.dsa110.contimg.rest.internal.table.RawText;

/** Values as they are stored, of any storage class, compared as SQLite compares them byte by byte. */
final class StoredValues {
    private StoredValues() {
    }

    static boolean areSame(List<Object> some, List<Object> others) {
        for (int i = 0; i < some.size(); i++) {
            if (!areSame(some.get(i), others.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean areSame(Object one, Object other) {
        if (one instanceof byte[] bytes && other instanceof byte[] others) {
            return Arrays.equals(bytes, others);
        }
        if (one instanceof RawText text && other instanceof RawText otherText) {
            return Arrays.equals(text.bytes(), otherText.bytes());
        }
        if (one instanceof Number number && other instanceof Number otherNumber) {
            BigDecimal exact = exact(number);
            BigDecimal otherExact = exact(otherNumber);
            return exact == null || otherExact == null
                    ? number.doubleValue() == otherNumber.doubleValue()
                    : exact.compareTo(otherExact) == 0;
        }
        return Objects.equals(one, other);
    }

    /** Null for infinity. */
    private static BigDecimal exact(Number number) {
        if (number instanceof Double real) {
            return Double.isFinite(real) ? new BigDecimal(real) : null;
        }
        return BigDecimal.valueOf(number.longValue());
    }
}
