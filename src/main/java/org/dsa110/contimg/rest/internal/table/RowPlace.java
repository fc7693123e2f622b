package org.dsa110.contimg.rest.internal.table;

import java.util.List;

import org.dsa110.contimg.database.DatabaseException;

/**
 * The position of a row in a request's body, by which violations name it: {@code [3].noise_jy}.
 *
 * @param index its position in the body's array from 0, or -1 for a row that is the whole body
 */
public record RowPlace(int index) {
    public static final RowPlace WHOLE_BODY = new RowPlace(-1);

    /** The name of one of the row's fields in violations: {@code noise_jy}, in an array {@code [3].noise_jy}. */
    public String field(String column) {
        return index < 0 ? column : this + "." + column;
    }

    /** The name of the row itself in violations: {@code body}, in an array {@code [3]}. */
    @Override
    public String toString() {
        return index < 0 ? "body" : "[" + index + "]";
    }

    /**
     * The failure with the row's position in front of its columns, where the row, and not the database, is the cause and it was sent in an
     * array.
     */
    public DatabaseException named(DatabaseException failure) {
        if (index < 0 || !isAtFault(failure)) {
            return failure;
        }
        List<String> fields = failure.columns().isEmpty()
                ? List.of(toString())
                : failure.columns().stream().map(this::field).toList();
        return new DatabaseException(failure.kind(), failure.getMessage(), fields, failure);
    }

    /** Whether it is the row, and not the database, that made storing it fail. */
    public static boolean isAtFault(DatabaseException failure) {
        return switch (failure.kind()) {
            case DUPLICATE, NOT_NULL, FOREIGN_KEY, CHECK -> true;
            default -> false;
        };
    }
}
