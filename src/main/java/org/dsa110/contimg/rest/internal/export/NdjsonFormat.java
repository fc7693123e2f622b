package org.dsa110.contimg.rest.internal.export;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import org.dsa110.contimg.internal.json.Json;
import org.dsa110.contimg.rest.internal.list.RowJson;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;

/** Rows as JSON objects, each on a line of its own, as {@link RowJson} writes them. Not thread-safe. */
final class NdjsonFormat implements RowFormat {
    private static final JsonFactory JSON = Json.factory().rootValueSeparator((String) null).build();

    private final List<ColumnDescription> columns;
    private final OutputStream out;
    private JsonGenerator json;

    NdjsonFormat(List<ColumnDescription> columns, OutputStream out) {
        this.columns = columns;
        this.out = out;
    }

    @Override
    public void begin() {
        // Nothing stands before the first row.
    }

    @Override
    public void row(ResultSet row) throws IOException, SQLException {
        if (json == null) {
            json = JSON.createGenerator(out);
        }
        RowJson.write(json, row, columns);
        json.writeRaw('\n');
    }

    @Override
    public void flush() throws IOException {
        if (json != null) {
            json.flush();
        }
    }

    @Override
    public void abandon() {
        json = null;
    }
}
