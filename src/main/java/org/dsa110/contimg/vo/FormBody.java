package org.dsa110.contimg.vo;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.netty.handler.codec.http.QueryStringDecoder;
import org.dsa110.contimg.rest.problem.ProblemException;

/** The parameters of a form, as {@code application/x-www-form-urlencoded} has them. Stateless. */
final class FormBody {
    /** Many more than a query has. */
    private static final int MOST_PARAMETERS = 10_000;

    private FormBody() {
    }

    /** @throws ProblemException 400 where it is no such form */
    static Map<String, List<String>> read(byte[] body) {
        try {
            return new QueryStringDecoder(new String(body, StandardCharsets.UTF_8), StandardCharsets.UTF_8, false,
                    MOST_PARAMETERS, true).parameters();
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest("body", "must be a form: " + e.getMessage());
        }
    }
}
