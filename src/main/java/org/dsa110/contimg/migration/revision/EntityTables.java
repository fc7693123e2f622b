package org.dsa110.contimg.migration.revision;

import java.lang.reflect.Field;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.validation.constraints.NotNull;

import org.hibernate.annotations.OnDeleteAction;
import org.hibernate.boot.Metadata;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.ForeignKey;
import org.hibernate.mapping.Index;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;
import org.hibernate.mapping.Selectable;
import org.hibernate.mapping.Table;
import org.hibernate.mapping.UniqueKey;

/**
 * Reads the tables that entities declare out of Hibernate's mapping of them: columns, defaults, unique keys, indexes, foreign keys. A column
 * is NOT NULL where Hibernate or a {@code @NotNull} says so, as Hibernate itself has it where it makes tables. Conditions
 * ({@code @Check}, the lists of enums) are the migrations' own. Not thread-safe.
 */
final class EntityTables {
    private static final Map<OnDeleteAction, String> ACTIONS = Map.of(OnDeleteAction.CASCADE, "ON DELETE CASCADE",
            OnDeleteAction.SET_NULL, "ON DELETE SET NULL", OnDeleteAction.SET_DEFAULT, "ON DELETE SET DEFAULT",
            OnDeleteAction.RESTRICT, "ON DELETE RESTRICT");

    private final Metadata metadata;
    private final Map<Table, Set<Column>> notNull = new LinkedHashMap<>();

    EntityTables(Metadata metadata) {
        this.metadata = metadata;
    }

    /** By name in lower case. */
    Map<String, MappedTable> read() {
        for (PersistentClass entity : metadata.getEntityBindings()) {
            entity.getPropertyClosure().forEach(property -> note(entity, property));
        }
        Map<String, MappedTable> tables = new LinkedHashMap<>();
        for (Table table : metadata.collectTableMappings()) {
            if (table.isPhysicalTable()) {
                tables.put(MappedColumn.lower(table.getName()), table(table));
            }
        }
        return tables;
    }

    private void note(PersistentClass entity, Property property) {
        if (isNeeded(entity.getClassName(), property.getName())) {
            for (Selectable each : property.getSelectables()) {
                if (each instanceof Column column) {
                    notNull.computeIfAbsent(entity.getTable(), ignored -> new HashSet<>()).add(column);
                }
            }
        }
    }

    private static boolean isNeeded(String entity, String name) {
        try {
            Class<?> type = Class.forName(entity, false, Thread.currentThread().getContextClassLoader());
            while (type != null) {
                for (Field field : type.getDeclaredFields()) {
                    if (field.getName().equals(name)) {
                        return field.isAnnotationPresent(NotNull.class);
                    }
                }
                type = type.getSuperclass();
            }
            return false;
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("entity " + entity + " is gone", e);
        }
    }

    private MappedTable table(Table table) {
        List<String> key = table.getPrimaryKey() == null ? List.of() : names(table.getPrimaryKey().getColumns());
        Map<String, MappedColumn> columns = new LinkedHashMap<>();
        Set<List<String>> uniques = new LinkedHashSet<>();
        for (Column column : table.getColumns()) {
            boolean needed = !column.isNullable() || key.contains(column.getName())
                    || notNull.getOrDefault(table, Set.of()).contains(column);
            columns.put(MappedColumn.lower(column.getName()),
                    new MappedColumn(column.getName(), type(column), needed, column.getDefaultValue()));
            if (column.isUnique()) {
                uniques.add(List.of(column.getName()));
            }
        }
        for (UniqueKey unique : table.getUniqueKeys().values()) {
            if (unique.getColumns().stream().noneMatch(column -> uniques.contains(List.of(column.getName()))
                    && unique.getColumnSpan() == 1)) {
                uniques.add(names(unique.getColumns()));
            }
        }
        Map<String, MappedIndex> indexes = new LinkedHashMap<>();
        table.getIndexes().values().forEach(index -> indexes.put(MappedColumn.lower(index.getName()), index(index)));
        List<MappedReference> references = table.getForeignKeyCollection().stream()
                .filter(reference -> reference.isPhysicalConstraint() && reference.isCreationEnabled())
                .map(this::reference).toList();
        return new MappedTable(table.getName(), columns, key, uniques, indexes, references);
    }

    private MappedIndex index(Index index) {
        List<String> columns = new ArrayList<>();
        for (Selectable part : index.getSelectables()) {
            String order = index.getSelectableOrderMap().get(part);
            boolean descending = order != null && order.strip().equalsIgnoreCase("desc");
            columns.add(part.getText() + (descending ? " DESC" : ""));
        }
        return new MappedIndex(index.getName(), index.getTable().getName(), columns, index.isUnique());
    }

    private MappedReference reference(ForeignKey reference) {
        Table parent = reference.getReferencedTable();
        List<String> parentColumns = reference.isReferenceToPrimaryKey()
                ? names(parent.getPrimaryKey().getColumns())
                : names(reference.getReferencedColumns());
        String action = reference.getOnDeleteAction() == null
                ? ""
                : ACTIONS.getOrDefault(reference.getOnDeleteAction(), "");
        return new MappedReference(names(reference.getColumns()), parent.getName(), parentColumns, action);
    }

    private static List<String> names(Collection<Column> columns) {
        return columns.stream().map(Column::getName).toList();
    }

    private String type(Column column) {
        if (column.getSqlType() != null) {
            return column.getSqlType();
        }
        return switch (column.getSqlTypeCode(metadata)) {
            case Types.BIT, Types.BOOLEAN, Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> "INTEGER";
            case Types.FLOAT, Types.REAL, Types.DOUBLE -> "REAL";
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> "BLOB";
            case Types.NUMERIC, Types.DECIMAL -> "NUMERIC";
            case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.CLOB, Types.NCHAR, Types.NVARCHAR,
                    Types.LONGNVARCHAR, Types.NCLOB ->
                "TEXT";
            default -> column.getSqlType(metadata);
        };
    }
}
