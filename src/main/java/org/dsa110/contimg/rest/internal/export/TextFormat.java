package org.dsa110.contimg.rest.internal.export;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** Rows as text in UTF-8, of which a page that is given up takes along what it has not passed on. Not thread-safe. */
abstract class TextFormat implements RowFormat {
    private final OutputStream target;
    /** Where the text of this page goes; another one after {@link #abandon}. */
    Writer out;

    TextFormat(OutputStream target) {
        this.target = target;
        this.out = writer();
    }

    private Writer writer() {
        return new BufferedWriter(new OutputStreamWriter(target, StandardCharsets.UTF_8));
    }

    @Override
    public final void flush() throws IOException {
        out.flush();
    }

    @Override
    public void abandon() {
        out = writer();
    }
}
