package org.dsa110.contimg.rest.internal.table;

import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import jakarta.persistence.Table;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.declare.Counted;
import org.dsa110.contimg.rest.declare.Row;
import org.dsa110.contimg.rest.declare.SkyPosition;
import org.dsa110.contimg.rest.declare.Upsertable;
import org.dsa110.contimg.rest.problem.Violations;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A table as its entity declares it: what REST knows of it. Immutable and thread-safe.
 *
 * @param <E> the entity
 */
public final class TableDescription<E> implements RowsDescription {
    private final Database database;
    private final String name;
    private final String rows;
    /** What the rows come from in other orders than that of the key. */
    private final String otherRows;
    private final Constructor<E> constructor;
    private final Map<String, ColumnDescription> columns;
    private final List<Object> values;
    private final List<ColumnDescription> all;
    private final List<ColumnDescription> keys;

    public TableDescription(Database database, Class<E> entity) {
        this(database, entity, null);
    }

    /** @param query the SELECT whose rows these are; null for those of the table */
    public TableDescription(Database database, Class<E> entity, String query) {
        this(database, entity, query, query);
    }

    /** @param inOtherOrders a SELECT of the same rows, for other orders than that of the key */
    public TableDescription(Database database, Class<E> entity, String query, String inOtherOrders) {
        this.database = database;
        this.name = entity.getAnnotation(Table.class).name();
        this.rows = rows(query);
        this.otherRows = rows(inOtherOrders);
        this.values = List.of();
        try {
            this.constructor = entity.getConstructor();
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(entity + " needs a public constructor without parameters", e);
        }
        E defaults = newEntity();
        this.columns = Arrays.stream(entity.getDeclaredFields())
                .filter(field -> field.isAnnotationPresent(Schema.class))
                .map(field -> ColumnDescription.of(field, defaults))
                .collect(Collectors.toMap(ColumnDescription::name, column -> column, (a, b) -> a, LinkedHashMap::new));
        this.all = List.copyOf(columns.values());
        this.keys = columns.values().stream().filter(ColumnDescription::key).toList();
    }

    private TableDescription(TableDescription<E> whole, String rows, String otherRows,
            Map<String, ColumnDescription> columns, List<Object> values) {
        this.database = whole.database;
        this.name = whole.name;
        this.rows = rows;
        this.otherRows = otherRows;
        this.values = values;
        this.constructor = whole.constructor;
        this.columns = columns;
        this.all = List.copyOf(columns.values());
        this.keys = columns.values().stream().filter(ColumnDescription::key).toList();
    }

    private String rows(String query) {
        return query == null ? name : "(" + query + ") AS " + name;
    }

    /** The same with these columns only. */
    public TableDescription<E> only(Collection<String> names) {
        Map<String, ColumnDescription> some = new LinkedHashMap<>();
        names.forEach(column -> some.put(column, columns.get(column)));
        return new TableDescription<>(this, rows, otherRows, some, values);
    }

    /** Where the table is served. */
    public String path() {
        return "/api/v1/" + database + "/" + name;
    }

    /** What a row is, in words, as the entity's {@link Row} says. */
    public String description() {
        return entity().getAnnotation(Row.class).value();
    }

    /** The database and the name, as people write it: {@code products.images}. */
    @Override
    public String toString() {
        return database + "." + name;
    }

    @Override
    public Database database() {
        return database;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String rows() {
        return rows;
    }

    @Override
    public List<Object> values() {
        return values;
    }

    @Override
    public String counted() {
        Counted counted = entity().getAnnotation(Counted.class);
        return counted == null ? rows : "(" + counted.by() + ") AS " + name;
    }

    @Override
    public TableDescription<E> backwards() {
        String forwards = keys.stream().map(ColumnDescription::name)
                .collect(Collectors.joining(", ", " ORDER BY ", ") AS " + name));
        return rows.endsWith(forwards)
                ? new TableDescription<>(this, rows.substring(0, rows.length() - forwards.length())
                        + forwards.replace(",", " DESC,").replace(")", " DESC)"), otherRows, columns, values)
                : this;
    }

    @Override
    public TableDescription<E> inOtherOrder() {
        return otherRows.equals(rows) ? this : new TableDescription<>(this, otherRows, otherRows, columns, values);
    }

    @Override
    public boolean isStored() {
        return rows.equals(name);
    }

    /** All columns in the order of the entity's fields. */
    @Override
    public List<ColumnDescription> columns() {
        return all;
    }

    @Override
    public ColumnDescription column(String column) {
        return columns.get(column);
    }

    /** The columns of the primary key, in order. */
    @Override
    public List<ColumnDescription> keys() {
        return keys;
    }

    /** Whether the database gives a new row its key. */
    public boolean generatesKey() {
        return keys.stream().anyMatch(ColumnDescription::generated);
    }

    /** Whether it has the action {@code :upsert}. */
    public boolean upserts() {
        return entity().isAnnotationPresent(Upsertable.class);
    }

    /** Whether the service computes rows of it by itself, from those of another table. */
    public boolean isComputed() {
        return columns.values().stream().anyMatch(ColumnDescription::computed);
    }

    @Override
    public SkyPosition position() {
        return entity().getAnnotation(SkyPosition.class);
    }

    @Override
    public TableDescription<E> near(ColumnDescription separation, String among, List<Object> bound) {
        Map<String, ColumnDescription> more = new LinkedHashMap<>(columns);
        more.put(separation.name(), separation);
        return among == null
                ? new TableDescription<>(this, rows, otherRows, more, bound)
                : new TableDescription<>(this, rows.replace(SkyPosition.ANYWHERE, among),
                        otherRows.replace(SkyPosition.ANYWHERE, among), more, bound);
    }

    /** The column that an entity's field stands for, by which clients know it; the field's own name where the field is no column. */
    String columnName(String field) {
        return columns.values().stream().filter(column -> column.field().getName().equals(field))
                .map(ColumnDescription::name).findFirst().orElse(field);
    }

    private String columnName(ConstraintViolation<E> violation) {
        return columnName(violation.getPropertyPath().toString());
    }

    Class<E> entity() {
        return constructor.getDeclaringClass();
    }

    /** A new entity with these values, and its defaults for the other columns. */
    public E newEntity(Map<ColumnDescription, Object> values) {
        E entity = newEntity();
        values.forEach((column, value) -> column.set(entity, value));
        return entity;
    }

    /** A value for each column that clients give and that is not of the key: the row's where it has one, else the entity's default. */
    public Map<ColumnDescription, Object> withDefaults(Map<ColumnDescription, Object> row) {
        E entity = newEntity(row);
        Map<ColumnDescription, Object> all = new LinkedHashMap<>();
        columns.values().stream().filter(column -> !column.key() && !column.computed())
                .forEach(column -> all.put(column, column.databaseValue(entity)));
        return all;
    }

    /** The values of a row that are not of its key. */
    public static Map<ColumnDescription, Object> withoutKey(Map<ColumnDescription, Object> row) {
        Map<ColumnDescription, Object> values = new LinkedHashMap<>(row);
        values.keySet().removeIf(ColumnDescription::key);
        return values;
    }

    /** Checks a whole row, with its defaults for what it does not have, by what the entity declares. */
    public void validate(Validator validator, Map<ColumnDescription, Object> row, RowPlace place,
            Violations violations) {
        // They come in no order.
        validator.validate(newEntity(row)).stream()
                .sorted(Comparator.<ConstraintViolation<E>, String>comparing(this::columnName)
                        .thenComparing(ConstraintViolation::getMessage))
                .forEach(violation -> violations.add(place.field(columnName(violation)), violation.getMessage()));
        row.forEach((column, value) -> {
            if (column.isTooLong(value)) {
                violations.add(place.field(column.name()), ColumnDescription.TOO_LONG);
            }
        });
    }

    /** @throws IllegalArgumentException saying what the value of a column must be, by what the entity declares */
    public void validate(Validator validator, ColumnDescription column, Object value) {
        if (column.isTooLong(value)) {
            throw new IllegalArgumentException(ColumnDescription.TOO_LONG);
        }
        validator.validateValue(entity(), column.field().getName(), column.fieldValue(value)).stream()
                .map(ConstraintViolation::getMessage).sorted().findFirst().ifPresent(message -> {
                    throw new IllegalArgumentException(message);
                });
    }

    /** A new entity with its defaults. */
    public E newEntity() {
        try {
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a row of " + this, e);
        }
    }
}
