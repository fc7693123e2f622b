package org.dsa110.contimg.vo.internal.obscore;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.dsa110.contimg.rest.internal.list.Condition;

/**
 * The identifier of an image in ObsCore: the table and the number of its row. It is no IVOA identifier, as whoever gives those has to be
 * registered; compared like one, large letters as small ones. Stateless.
 */
final class ImageId {
    private static final String PREFIX = "contimg:products.images/";
    static final String SQL = "'" + PREFIX + "' || images.id";
    /** Of at most as many digits as surely fit 64 bits. */
    private static final Pattern FORM = Pattern.compile(Pattern.quote(PREFIX) + "([1-9]\\d{0,17})",
            Pattern.CASE_INSENSITIVE);
    private static final Condition NONE = new Condition("0", List.of());

    private ImageId() {
    }

    /** The images with these identifiers, by their keys. */
    static Condition any(List<String> texts) {
        List<Object> numbers = new ArrayList<>();
        for (String text : texts) {
            Matcher form = FORM.matcher(text);
            if (form.matches()) {
                numbers.add(Long.valueOf(form.group(1)));
            }
        }
        return numbers.isEmpty()
                ? NONE
                : new Condition(
                        numbers.stream().map(number -> "?").collect(Collectors.joining(", ", "images.id IN (", ")")),
                        numbers);
    }
}
