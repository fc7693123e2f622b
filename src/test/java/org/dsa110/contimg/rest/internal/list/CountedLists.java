package org.dsa110.contimg.rest.internal.list;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsa110.contimg.RebuiltTable;
import org.dsa110.contimg.rest.internal.table.ColumnType;
import org.dsa110.contimg.rest.internal.table.RowsDescription;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.dsa110.contimg.rest.query.NamedList;
import org.sqlite.ProgressHandler;

/** Lists of a table by the rows they have and the steps that SQLite takes. */
public record CountedLists(Connection connection, RowsDescription table) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Makes a table without an index.
     *
     * @param ofTexts what stands behind each column of texts
     */
    public static CountedLists of(Connection connection, TableDescription<?> table, String ofTexts)
            throws SQLException {
        String columns = table.columns().stream()
                .map(column -> column.sql() + (column.generated() ? " INTEGER PRIMARY KEY" : "")
                        + (column.type() == ColumnType.TEXT ? ofTexts : ""))
                .collect(Collectors.joining(", "));
        RebuiltTable.execute(connection, "DROP TABLE IF EXISTS " + table.name());
        RebuiltTable.execute(connection, "CREATE TABLE " + table.name() + " (" + columns + ")");
        return new CountedLists(connection, table);
    }

    /** The ids of all rows of a list, page by page. */
    public List<String> pages(String... parameters) throws SQLException, IOException {
        List<String> ids = new ArrayList<>();
        String next = null;
        do {
            JsonNode page = next == null ? list(parameters) : list(behind(next, parameters));
            page.get("items").forEach(row -> ids.add(row.get("id").asText()));
            next = page.get("next").textValue();
        } while (next != null);
        return ids;
    }

    /** How many a page takes, or somewhat fewer. */
    public long steps(String... parameters) throws SQLException, IOException {
        AtomicLong hundreds = new AtomicLong();
        ProgressHandler.setHandler(connection, 100, new ProgressHandler() {
            @Override
            protected int progress() {
                hundreds.incrementAndGet();
                return 0;
            }
        });
        try {
            assertThat(list(parameters).get("items")).isNotEmpty();
        } finally {
            ProgressHandler.clearHandler(connection);
        }
        return 100 * hundreds.get();
    }

    /** The same for the page behind the first. */
    public long stepsOfSecond(String... parameters) throws SQLException, IOException {
        return steps(behind(list(parameters).get("next").textValue(), parameters));
    }

    private static String[] behind(String next, String... parameters) {
        List<String> asked = new ArrayList<>(List.of(parameters));
        asked.add("next=" + next);
        return asked.toArray(String[]::new);
    }

    public JsonNode list(String... parameters) throws SQLException, IOException {
        MultivaluedMap<String, String> asked = new MultivaluedHashMap<>();
        for (String parameter : parameters) {
            String[] nameAndValue = parameter.split("=", 2);
            asked.add(nameAndValue[0], nameAndValue[1]);
        }
        return JSON.readTree(
                new Rows(table).list(connection, ListRequest.parse(table, asked, NamedList.ALL, ListFormat.JSON)));
    }
}
