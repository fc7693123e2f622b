package org.dsa110.contimg.rest;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;

import jakarta.inject.Singleton;
import jakarta.validation.Validator;
import jakarta.ws.rs.core.Response.Status;

import org.dsa110.contimg.database.UnitsOfWork;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.internal.write.IdempotencyKeys;
import org.dsa110.contimg.rest.problem.ProblemException;

/** What every table's resource works with. Thread-safe. */
@WithRest
@Singleton
public class TableServices {
    private static final int BODY_LIMIT_BYTES = 8 << 20;

    private final UnitsOfWork units;
    private final Validator validator;
    private final IdempotencyKeys idempotencyKeys;

    TableServices(UnitsOfWork units, Validator validator, Clock clock) {
        this.units = units;
        this.validator = validator;
        this.idempotencyKeys = new IdempotencyKeys(clock);
    }

    UnitsOfWork units() {
        return units;
    }

    /** @throws ProblemException 413 for a body of more than 8 MiB */
    byte[] read(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(BODY_LIMIT_BYTES + 1);
        if (bytes.length > BODY_LIMIT_BYTES) {
            throw new ProblemException(Status.REQUEST_ENTITY_TOO_LARGE,
                    "the body is larger than " + BODY_LIMIT_BYTES + " bytes",
                    List.of());
        }
        return bytes;
    }

    IdempotencyKeys idempotencyKeys() {
        return idempotencyKeys;
    }

    Validator validator() {
        return validator;
    }
}
