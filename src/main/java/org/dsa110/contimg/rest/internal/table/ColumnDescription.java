package org.dsa110.contimg.rest.internal.table;

import java.lang.reflect.Field;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

import jakarta.persistence.Column;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import org.dsa110.contimg.rest.declare.Quantity;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.model.naming.PhysicalNamingStrategy;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;

/**
 * A column of a table, as the entity declares it, or as it was found in a file.
 *
 * @param name the column's name, also in JSON and in queries
 * @param sql the SQL expression of its value: the quoted name, or of a column that is not stored a formula
 * @param label by which a row that was read has its value: the driver takes names that differ in large and small letters for the same
 * @param field the entity's field; null for a column that no entity has: one that is not stored, or that was found
 * @param type what its values are
 * @param key whether it belongs to the primary key
 * @param generated whether the database gives its value
 * @param computed whether the service computes its value from other rows and stores it
 * @param nullable whether a row may have no value in it
 * @param required whether a row must give it a value; the entity has no default for it
 * @param allowed the only texts it may have; empty when there is no such list
 * @param least the least number it may have; null for any
 * @param greatest the greatest number it may have; null for any
 * @param unit what its numbers are in, as VOUnits 1.0 writes it; null for none
 * @param ucd what it measures, UCD1+; null where there is none
 * @param description meaning and unit
 * @param model what a data model says of it besides; null where it is of none
 */
public record ColumnDescription(String name, String sql, String label, Field field, ColumnType type, boolean key,
        boolean generated, boolean computed, boolean nullable, boolean required, List<String> allowed, BigDecimal least,
        BigDecimal greatest,
        String unit, String ucd, String description, ModelField model) {
    private static final PhysicalNamingStrategy NAMING = new PhysicalNamingStrategySnakeCaseImpl();
    /** How long a text may be, in UTF-16 code units, where the column has no {@link Size}: any path on Linux fits, which has 4096 bytes. */
    private static final int LONGEST_TEXT = 4096;
    static final String TOO_LONG = "must have at most " + LONGEST_TEXT + " characters";

    /** @param defaults a new entity */
    static ColumnDescription of(Field field, Object defaults) {
        // Panache makes public fields of entities protected and gives them accessors; reflection needs the field itself.
        field.setAccessible(true);
        boolean nullable = !field.isAnnotationPresent(NotNull.class) && !field.isAnnotationPresent(Id.class);
        boolean required = field.isAnnotationPresent(NotNull.class) && get(field, defaults) == null;
        Schema schema = field.getAnnotation(Schema.class);
        Quantity quantity = field.getAnnotation(Quantity.class);
        String name = name(field);
        return new ColumnDescription(name, '"' + name + '"', name, field, ColumnType.of(field.getType()),
                field.isAnnotationPresent(Id.class),
                field.isAnnotationPresent(GeneratedValue.class), schema.readOnly(), nullable, required,
                allowed(field.getType()),
                least(field), greatest(field),
                quantity == null ? null : orNull(quantity.unit()), quantity == null ? null : orNull(quantity.ucd()),
                schema.description(), null);
    }

    /** As Hibernate names it: that of the field in snake case, unless a {@link Column} says otherwise. */
    private static String name(Field field) {
        Column column = field.getAnnotation(Column.class);
        return column != null && !column.name().isEmpty()
                ? column.name()
                : NAMING.toPhysicalColumnName(Identifier.toIdentifier(field.getName()), null).getText();
    }

    /** A number that is not stored, but follows from a formula when rows are read; its unit and UCD as a {@link Quantity} has them. */
    public static ColumnDescription formula(String name, String sql, String unit, String ucd, String description) {
        return formula(name, sql, ColumnType.REAL, unit, ucd, description, null);
    }

    /** The same of any type, as a data model has it. */
    public static ColumnDescription formula(String name, String sql, ColumnType type, String unit, String ucd,
            String description, ModelField model) {
        return new ColumnDescription(name, sql, name, null, type, false, true, false, true, false, List.of(), null,
                null, unit, ucd, description, model);
    }

    /**
     * The same values as another protocol wants them described.
     *
     * @param other what they go out as
     * @param descriptor its UCD
     */
    public ColumnDescription as(ColumnType other, String descriptor) {
        return new ColumnDescription(name, sql, label, field, other, key, generated, computed, nullable, required,
                allowed, least,
                greatest, unit, descriptor, description, model);
    }

    /** A column of a table that no entity declares. */
    public static ColumnDescription found(String name, String sql, String label, ColumnType type, boolean key,
            String description) {
        return new ColumnDescription(name, sql, label, null, type, key, false, false, true, false, List.of(), null,
                null, null,
                null, description, null);
    }

    /** Whether it is a text that is longer than this column takes; where the column has a {@link Size}, that is checked elsewhere. */
    boolean isTooLong(Object value) {
        return value instanceof String text && text.length() > LONGEST_TEXT && !field.isAnnotationPresent(Size.class);
    }

    /** Whether clients give it values: neither the database nor the service does. */
    public boolean isGiven() {
        return !generated && !computed;
    }

    /** Whether an entity declares it. */
    public boolean isDeclared() {
        return field != null;
    }

    /**
     * The value that a text stands for.
     *
     * @throws IllegalArgumentException saying what it must be
     */
    public Object parse(String text) {
        return checkAllowed(type.parse(text));
    }

    /** @throws IllegalArgumentException when the column may have other values only */
    public Object checkAllowed(Object value) {
        if (!allowed.isEmpty() && !allowed.contains(value)) {
            throw new IllegalArgumentException("must be one of " + String.join(", ", allowed));
        }
        return value;
    }

    /** The value for the entity's field of a value that {@link ColumnType} parsed; null stays null. */
    Object fieldValue(Object value) {
        return allowed.isEmpty() || value == null ? value : field.getType().getEnumConstants()[allowed.indexOf(value)];
    }

    /** The value of an entity's field. */
    public Object get(Object entity) {
        return get(field, entity);
    }

    /** The value of an entity's field as the database stores it. */
    public Object databaseValue(Object entity) {
        Object value = get(entity);
        return value instanceof Enum<?> constant ? constant.toString() : value;
    }

    /** Gives an entity's field a value that {@link ColumnType} parsed, or null. */
    void set(Object entity, Object value) {
        try {
            field.set(entity, fieldValue(value));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("cannot set " + field, e);
        }
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static Object get(Field field, Object entity) {
        try {
            return field.get(entity);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("cannot read " + field, e);
        }
    }

    private static BigDecimal least(Field field) {
        DecimalMin decimal = field.getAnnotation(DecimalMin.class);
        Min min = field.getAnnotation(Min.class);
        return decimal != null ? new BigDecimal(decimal.value()) : min == null ? null : BigDecimal.valueOf(min.value());
    }

    private static BigDecimal greatest(Field field) {
        DecimalMax decimal = field.getAnnotation(DecimalMax.class);
        Max max = field.getAnnotation(Max.class);
        return decimal != null ? new BigDecimal(decimal.value()) : max == null ? null : BigDecimal.valueOf(max.value());
    }

    private static List<String> allowed(Class<?> type) {
        return type.isEnum() ? Arrays.stream(type.getEnumConstants()).map(Object::toString).toList() : List.of();
    }
}
