package org.dsa110.contimg.rest.internal.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.rest.internal.AcceptEncoding;
import org.dsa110.contimg.rest.internal.GzipStream;
import org.dsa110.contimg.rest.internal.PackingThreads;
import org.dsa110.contimg.rest.internal.list.ListFormat;
import org.dsa110.contimg.rest.internal.list.ListRequest;
import org.dsa110.contimg.rest.internal.list.PageAnswer;
import org.dsa110.contimg.rest.internal.list.PageQuery;

/**
 * A list of any length on its way to a client, read page by page: each page is a unit of work of its own, which begins where the one
 * before ended, so that nothing stays open between them. Not thread-safe: one page is read at a time.
 */
public final class Export {
    /** A few milliseconds of a reader's time, so that other reads have their turns between two pages. */
    public static final int PAGE_ROWS = 1000;
    /** Where rows are long a page has fewer: this bounds what an export holds in memory, together with the longest row. */
    private static final int PAGE_BYTES = 512 << 10;

    private final UnitExecutor units;
    private final PageTurns turns;
    private final PackingThreads threads;
    private final String label;
    private final ListRequest request;
    private final ListFormat format;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final RowFormat writer;
    /** Null where the client gets the bytes as they are. */
    private GzipStream packing;
    private List<Object> position;
    /** Where the page ends that was read last; null at the end of all. */
    private List<Object> last;
    /** In the pages that were read to their ends. */
    private long written;
    private long inPage;
    private boolean begun;
    /** Whether a page was begun and not read to its end: its read has given way to others, and comes again. */
    private boolean broken;
    private boolean complete;

    public Export(UnitExecutor units, PageTurns turns, PackingThreads threads, ListRequest request, ListFormat format) {
        this(units, turns, threads, request, format, false);
    }

    /** A VOTable as DALI 1.1 wants it, section 4.4: it says how the query went, and whether it has all rows. */
    public static Export ofQuery(UnitExecutor units, PageTurns turns, PackingThreads threads, ListRequest request) {
        return new Export(units, turns, threads, request, ListFormat.VOTABLE, true);
    }

    private Export(UnitExecutor units, PageTurns turns, PackingThreads threads, ListRequest request, ListFormat format,
            boolean withStatus) {
        this.units = units;
        this.turns = turns;
        this.threads = threads;
        this.label = "export " + request.table().name();
        this.request = request;
        this.format = format;
        this.writer = switch (format) {
            case NDJSON -> new NdjsonFormat(request.fields(), bytes);
            case CSV -> new CsvFormat(request.fields(), bytes);
            case ECSV -> new EcsvFormat(request.table(), request.fields(), bytes);
            case VOTABLE -> new VotableFormat(request.table(), request.fields(), withStatus, bytes);
            case JSON -> throw new IllegalArgumentException("a page is not an export");
        };
        this.position = request.after();
    }

    /** What people call it: {@code export images as csv}. */
    @Override
    public String toString() {
        return label + " as " + format;
    }

    ListFormat format() {
        return format;
    }

    /** Reads the first page, or the next one; not to be called when it is complete. The Uni fails as units of work do. */
    public Uni<Export> next() {
        return turns.inTurn(this::read);
    }

    private Uni<Export> read() {
        if (units.isStopping()) {
            return Uni.createFrom().failure(
                    new DatabaseException(DatabaseException.Kind.CLOSED, "the service is stopping", null));
        }
        return units.read(request.table().database(), UnitOfWork.sql(label, this::readPage)).invoke(this::turn);
    }

    /** Reads the first page within a unit of work that has found out what there is to read, and makes the export; instead of the first {@link #next()}. */
    public Export first(Connection connection) throws IOException, SQLException {
        readPage(connection);
        turn();
        return this;
    }

    /**
     * The answer that brings it to a client, once the first page is read: a file to save, compressed where the client takes that.
     *
     * @param client the headers of its request
     */
    public Response answer(HttpHeaders client) {
        return inCodingOf(client, Response.ok(this, format.mediaType()).header(HttpHeaders.CONTENT_DISPOSITION,
                FileName.attachment(request.table().name(), format.extension())));
    }

    /** The same for a program, and not to be saved: of a media type that the program knows the form by. */
    public Response answer(HttpHeaders client, MediaType known) {
        return inCodingOf(client, Response.ok(this, known));
    }

    private Response inCodingOf(HttpHeaders client, ResponseBuilder answer) {
        answer.header(HttpHeaders.VARY, PageAnswer.VARY);
        if (AcceptEncoding.takesGzip(client.getRequestHeader(HttpHeaders.ACCEPT_ENCODING))
                && (!complete || GzipStream.isWorth(bytes.size()))) {
            packing = new GzipStream();
            answer.header(HttpHeaders.CONTENT_ENCODING, GzipStream.CODING);
        }
        return answer.build();
    }

    /** Has something done when the service is told to stop; returns what takes that back. */
    Runnable onStopNotice(Runnable listener) {
        return units.onStopNotice(listener);
    }

    /** What the client gets of the page that was read last; to be called once for each. Where it is compressed, that takes milliseconds elsewhere. */
    Uni<byte[]> page() {
        byte[] page = bytes.toByteArray();
        return packing == null ? Uni.createFrom().item(page) : threads.run(() -> packing.pack(page, complete));
    }

    /** No page will be wanted any more. On any thread. */
    void end() {
        if (packing != null) {
            packing.end();
        }
    }

    /** Whether the page that was read last is the last one. */
    boolean complete() {
        return complete;
    }

    private Export readPage(Connection connection) throws IOException, SQLException {
        bytes.reset();
        if (broken) {
            writer.abandon();
        }
        broken = true;
        inPage = 0;
        if (!begun) {
            writer.begin();
        }
        long limit = Math.min(request.limit() - written, PAGE_ROWS);
        // Whoever wants no rows wants what a table says of itself.
        boolean more = request.limit() == 0;
        if (!more) {
            last = new PageQuery(request.from(position, limit)).run(connection, this::add);
            more = last != null;
        }
        complete = !more || written + inPage == request.limit();
        if (complete) {
            writer.end(more);
        }
        writer.flush();
        return this;
    }

    /** The page that was read is the client's: the next one begins behind it. */
    private void turn() {
        position = last;
        written += inPage;
        begun = true;
        broken = false;
        writer.keep();
    }

    private boolean add(ResultSet row) throws IOException, SQLException {
        writer.row(row);
        inPage++;
        return bytes.size() < PAGE_BYTES;
    }
}
