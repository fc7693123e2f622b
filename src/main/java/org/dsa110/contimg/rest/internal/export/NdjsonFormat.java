package org.dsa110.contimg.rest.internal.export;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import org.dsa110.contimg.rest.internal.list.RowJson;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;

/** Rows as JSON objects, each on a line of its own, as {@link RowJson} writes them. Not thread-safe. */
public final class NdjsonFormat implements RowFormat {
    private static final JsonFactory JSON = new JsonFactoryBuilder().rootValueSeparator((String) null).build();

    private final List<ColumnDescription> columns;
    private final JsonGenerator json;

    public NdjsonFormat(List<ColumnDescription> columns, OutputStream out) {
        this.columns = columns;
        try {
            this.json = JSON.createGenerator(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void begin() {
        // No row needs anything before it.
    }

    @Override
    public void row(ResultSet row) throws IOException, SQLException {
        RowJson.write(json, row, columns);
        json.writeRaw('\n');
    }

    @Override
    public void end() {
        // Nor anything after it.
    }

    @Override
    public void flush() throws IOException {
        json.flush();
    }
}
