package org.dsa110.contimg.rest.internal;

import java.util.List;
import java.util.Locale;

/** Whether a client would rather have an answer compressed (RFC 9110, section 12.5.3). Stateless. */
public final class AcceptEncoding {
    private static final float NOT_NAMED = -1;

    private AcceptEncoding() {
    }

    /**
     * Whether it takes gzip, and does not like the plain bytes better. What is no quality counts as 0: an answer that is not compressed
     * is right for every client.
     *
     * @param lines the values of the header Accept-Encoding; null or empty where it was not sent, which is no
     */
    public static boolean takesGzip(List<String> lines) {
        if (lines == null || lines.isEmpty()) {
            return false;
        }
        float gzip = NOT_NAMED;
        float any = NOT_NAMED;
        float plain = NOT_NAMED;
        for (String element : String.join(",", lines).toLowerCase(Locale.ROOT).split(",")) {
            String[] parts = element.split(";", 2);
            float quality = parts.length == 1 ? 1 : quality(parts[1].strip());
            switch (parts[0].strip()) {
                case "gzip", "x-gzip" -> gzip = Math.max(gzip, quality);
                case "*" -> any = quality;
                case "identity" -> plain = quality;
                default -> {
                    // A coding that nothing here makes.
                }
            }
        }
        float wanted = gzip == NOT_NAMED ? any : gzip;
        return wanted > 0 && wanted >= plain;
    }

    private static float quality(String parameter) {
        try {
            return parameter.startsWith("q=") ? Float.parseFloat(parameter.substring(2)) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
