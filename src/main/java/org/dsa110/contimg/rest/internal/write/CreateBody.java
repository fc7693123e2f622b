package org.dsa110.contimg.rest.internal.write;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import jakarta.validation.Validator;

import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.RowPlace;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.dsa110.contimg.rest.problem.Violations;

/** Rows that are to be added: POST, and with {@link BodyParser} the lines of an import. */
final class CreateBody extends RequestBody {
    /** The database goes on from the greatest id that ever was: after one near 2^63 it could give no other. Up to here clients are exact, too. */
    private static final long GREATEST_ID = 1L << 53;

    private final GivenRows given;

    CreateBody(TableDescription<?> table, Validator validator, GivenRows given) {
        super(table, validator, null);
        this.given = given;
    }

    @Override
    public boolean takes(ColumnDescription column) {
        return column.isGiven() || given.ids() != GivenIds.DROP;
    }

    @Override
    public String refusal(ColumnDescription column) {
        if (given.ids() != GivenIds.REFUSE) {
            return null;
        }
        return column.generated() ? "must be left out: the database gives it" : super.refusal(column);
    }

    @Override
    public boolean takesAnyValue() {
        return given.anyValue();
    }

    @Override
    public void check(ColumnDescription column, Object value) {
        if (refusal(column) != null) {
            throw new IllegalArgumentException(refusal(column));
        }
        if (column.generated() && value instanceof Long id && id > GREATEST_ID) {
            throw new IllegalArgumentException("must be at most " + GREATEST_ID + ", as later ids go on from it");
        }
        if (!given.anyValue()) {
            super.check(column, value);
        }
    }

    @Override
    public void check(Map<ColumnDescription, Object> row, RowPlace place, Violations violations) {
        if (!given.anyValue()) {
            table.validate(validator, row, place, violations);
        }
        table.columns().stream().filter(column -> isKept(column) && row.get(column) == null)
                .forEach(column -> violations.add(place.field(column.name()), "must be given, as ids are kept"));
    }

    /** Whether a row must have the value that it had elsewhere. */
    private boolean isKept(ColumnDescription column) {
        return given.keepIds() && (column.generated() && column.key()
                || column.computed() && !column.nullable() && !given.anyValue());
    }

    @Override
    List<Object> store(Map<ColumnDescription, Object> row, RowWriter store, RowPlace place) throws SQLException {
        return store.add(row);
    }
}
