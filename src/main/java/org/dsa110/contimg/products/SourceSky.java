package org.dsa110.contimg.products;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.internal.json.Json;
import org.dsa110.contimg.products.internal.sources.SkyCellSql;
import org.dsa110.contimg.rest.TableRows;
import org.dsa110.contimg.rest.TableServices;
import org.dsa110.contimg.rest.query.NamedList;
import org.dsa110.contimg.rest.query.Parameter;
import org.dsa110.contimg.rest.query.QueryParameters;

/** How many sources there are in which cells of the sky, for who draws more of them than can be sent one by one. Immutable. */
final class SourceSky {
    static final Parameter<Long> CELL = Parameter
            .integer("cell", "How high cells are, degrees of declination, and about as wide along the sky")
            .oneOf(SkyCellSql.HEIGHTS).otherwise(2L);

    private static final String[] FIELDS = {"ra_min_deg", "ra_max_deg", "dec_min_deg", "dec_max_deg", "n_sources"};
    private static final JsonFactory JSON = Json.factory().build();

    private final TableRows<SkyCell> cells;

    /** Those that are asked for. */
    SourceSky(TableServices services, QueryParameters asked) {
        this.cells = new TableRows<>(services, Database.PRODUCTS, SkyCell.class, SkyCellSql.cells(asked.get(CELL)));
    }

    /** All cells with sources as one object, inside a unit of work. */
    byte[] json(Connection connection) throws SQLException, IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(8192);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeArrayFieldStart("items");
            cells.write(json, connection, NamedList.ALL, SkyCellSql.MOST_CELLS, FIELDS);
            json.writeEndArray();
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }
}
