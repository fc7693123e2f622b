package org.dsa110.contimg.rest.internal.imports;

/** Ends an import before the end of its upload. What was stored until then stays stored. */
public class ImportStoppedException extends RuntimeException {
    final transient ImportReport soFar;
    final long nextLine;

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
}
