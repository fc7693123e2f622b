package org.dsa110.contimg.rest.internal.errors;

import java.io.IOException;

/** The body of a request did not come to its end. */
public class BodyBrokenOffException extends IOException {
    private final int status;

    /**
     * @param status 408 for a client that sends nothing, 400 for one that has gone, whom no answer reaches
     * @param what in words
     * @param cause null for none
     */
    BodyBrokenOffException(int status, String what, Throwable cause) {
        super(what, cause);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
