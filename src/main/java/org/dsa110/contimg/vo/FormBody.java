package org.dsa110.contimg.vo;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.dsa110.contimg.rest.problem.ProblemException;

/** The parameters of a form, as {@code application/x-www-form-urlencoded} has them: all that was sent, or none. Stateless. */
final class FormBody {
    /** Room for the longest polygons; what a form asks for takes many times its bytes to read. */
    private static final int MOST_BYTES = 1 << 18;
    private static final String FIELD = "body";

    private FormBody() {
    }

    /** @throws ProblemException 400 where it is no such form, too long, or not UTF-8, in place of which there would be another value */
    static Map<String, List<String>> read(byte[] body) {
        if (body.length > MOST_BYTES) {
            throw ProblemException.badRequest(FIELD, "must have at most " + MOST_BYTES + " bytes");
        }
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        // One character for each byte.
        for (String parameter : new String(body, StandardCharsets.ISO_8859_1).split("&")) {
            String[] parts = parameter.split("=", 2);
            if (!parameter.isEmpty()) {
                parameters.computeIfAbsent(decoded(parts[0]), name -> new ArrayList<>())
                        .add(parts.length == 1 ? "" : decoded(parts[1]));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            byte[] bytes = URLDecoder.decode(text, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw ProblemException.badRequest(FIELD, "must be a form in UTF-8");
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest(FIELD, "must be a form, in which two hexadecimal digits follow each %");
        }
    }
}
