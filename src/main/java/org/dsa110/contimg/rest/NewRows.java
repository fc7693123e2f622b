package org.dsa110.contimg.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import org.dsa110.contimg.database.DatabaseException;

/**
 * The rows of a create: checked once, then stored as often as their unit of work is run, all of them or none. Used by one thread at a
 * time.
 *
 * @param <E> the entity
 */
final class NewRows<E> {
    private final TableDescription<E> table;
    private final BodyParser.Body body;
    /** The row that the database is at; the whole body while it is at none. */
    private volatile RowPlace storing = RowPlace.WHOLE_BODY;

    private NewRows(TableDescription<E> table, BodyParser.Body body) {
        this.table = table;
        this.body = body;
    }

    /** @throws ProblemException 400 naming every field that is unknown, missing or wrong, and in which row */
    static <E> NewRows<E> parse(TableDescription<E> table, Validator validator, byte[] body) {
        return new NewRows<>(table, new BodyParser(table, new Rule<>(table, validator)).parseRows(body));
    }

    /** Whether they were sent as an array, which may have one row only. */
    boolean array() {
        return body.array();
    }

    /**
     * Stores them inside a unit of work.
     *
     * @return their keys, in order
     */
    List<List<Object>> store(PanacheRepositoryBase<E, ?> repository) {
        List<List<Object>> keys = new ArrayList<>();
        for (Map<ColumnDescription, Object> row : body.rows()) {
            storing = body.array() ? new RowPlace(keys.size()) : RowPlace.WHOLE_BODY;
            E entity = table.newEntity(row);
            repository.persistAndFlush(entity);
            keys.add(table.key(entity));
            // Each flush looks at all entities that the session still knows.
            repository.getEntityManager().clear();
        }
        storing = RowPlace.WHOLE_BODY;
        return keys;
    }

    /** The failure of their unit of work, naming the row whose constraint of the database was violated. */
    DatabaseException explain(DatabaseException failure) {
        return storing.named(failure);
    }

    private record Rule<E>(TableDescription<E> table, Validator validator) implements RowRule {
        @Override
        public void check(ColumnDescription column, Object value) {
            if (column.generated()) {
                throw new IllegalArgumentException("must be left out: the database gives it");
            }
            if (column.key() && "".equals(value)) {
                throw new IllegalArgumentException("must not be empty");
            }
        }

        @Override
        public void check(Map<ColumnDescription, Object> row, RowPlace place, Violations violations) {
            for (ConstraintViolation<E> violation : validator.validate(table.newEntity(row))) {
                String column = table.columnName(violation.getPropertyPath().toString());
                violations.add(place.field(column), violation.getMessage());
            }
        }
    }
}
