package org.dsa110.contimg.rest.internal.imports;

/** Ends an import before the end of its upload. What was stored until then stays stored. */
public class ImportStoppedException extends RuntimeException {
    private final transient ImportReport soFar;
    private final long nextLine;

    /**
     * @param cause why
     * @param soFar what became of the lines before
     * @param nextLine the first line that has to be sent again, counted from 1
     */
    ImportStoppedException(Throwable cause, ImportReport soFar, long nextLine) {
        super(cause);
        this.soFar = soFar;
        this.nextLine = nextLine;
    }

    public ImportReport soFar() {
        return soFar;
    }

    public long nextLine() {
        return nextLine;
    }
}
