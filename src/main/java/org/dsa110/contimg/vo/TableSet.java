package org.dsa110.contimg.vo;

import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import jakarta.inject.Singleton;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.internal.export.VotableDatatype;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.ModelField;
import org.dsa110.contimg.rest.internal.table.RowsDescription;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.dsa110.contimg.rest.problem.NearestName;
import org.dsa110.contimg.rest.problem.ProblemException;
import org.dsa110.contimg.vo.internal.obscore.ObsCoreTable;

/**
 * The tables that the services of the Virtual Observatory read, as VODataService 1.2 describes tables: made of the descriptions that all of
 * REST has. Thread-safe.
 */
@WithRest
@Singleton
class TableSet {
    private static final String[] NAMESPACES = {"vosi", "http://www.ivoa.net/xml/VOSITables/v1.0", "vs",
            "http://www.ivoa.net/xml/VODataService/v1.1"};

    /** Columns are described alike wherever their rows are. */
    private static final URI ROOT = URI.create("/");

    private final ConeTables tables;

    TableSet(ConeTables tables) {
        this.tables = tables;
    }

    /** @param columns whether they have their columns */
    byte[] all(boolean columns) {
        XmlDocument document = new XmlDocument("vosi", "tableset", NAMESPACES);
        List<TableDescription<?>> all = sorted();
        for (Database database : Database.values()) {
            List<TableDescription<?>> within = all.stream().filter(table -> table.database() == database).toList();
            if (!within.isEmpty()) {
                document.start("schema").element("name", database.unitName());
                within.forEach(table -> add(document, table, table.description(), columns));
                document.end("schema");
            }
        }
        document.start("schema").element("name", ObsCoreTable.SCHEMA);
        add(document, tables.images(ROOT), ObsCoreTable.DESCRIPTION, columns);
        return document.end("schema").bytes();
    }

    private static void add(XmlDocument document, RowsDescription table, String description, boolean columns) {
        document.start("table", "type", "output");
        describe(document, table, description, columns);
        document.end("table");
    }

    /**
     * One of them, with its columns.
     *
     * @param name with its database, such as {@code products.images}
     * @throws ProblemException 404 where there is none
     */
    byte[] one(String name) {
        XmlDocument document = new XmlDocument("vosi", "table", NAMESPACES);
        if (name.equals(ObsCoreTable.NAME)) {
            describe(document, tables.images(ROOT), ObsCoreTable.DESCRIPTION, true);
            return document.bytes();
        }
        TableDescription<?> table = sorted().stream().filter(each -> each.toString().equals(name)).findFirst()
                .orElseThrow(() -> {
                    List<String> names = new ArrayList<>(
                            sorted().stream().<String>map(TableDescription::toString).toList());
                    names.add(ObsCoreTable.NAME);
                    return ProblemException.notFound("there is no table " + name + NearestName.hint(name, names)
                            + "; there is " + String.join(", ", names));
                });
        describe(document, table, table.description(), true);
        return document.bytes();
    }

    private List<TableDescription<?>> sorted() {
        return tables.all().sorted(Comparator.<TableDescription<?>, String>comparing(TableDescription::toString))
                .toList();
    }

    private static void describe(XmlDocument document, RowsDescription table, String description, boolean columns) {
        document.element("name", table.toString()).element("description", description);
        if (columns) {
            table.columns().forEach(column -> describe(document, column));
        }
    }

    private static void describe(XmlDocument document, ColumnDescription column) {
        VotableDatatype type = VotableDatatype.of(column);
        ModelField model = column.model();
        document.start("column").element("name", column.name()).element("description", column.description())
                .element("unit", column.unit()).element("ucd", column.ucd())
                .element("utype", model == null ? null : model.utype())
                .element("dataType", type.name(), "xsi:type", "vs:VOTableType", "arraysize", type.arraysize(),
                        "extendedType", model == null ? null : model.xtype())
                .end("column");
    }
}
