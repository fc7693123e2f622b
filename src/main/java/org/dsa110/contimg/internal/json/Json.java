package org.dsa110.contimg.internal.json;

import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * Where all JSON of the service is read and written from. Nothing of a text is kept when its parser is closed: Jackson by itself keeps
 * the names of members, in a table of its own and as interned strings, which a native program holds until it ends. Thread-safe.
 */
public final class Json {
    /** Arrays and objects within one another. What is sent has rows in an array, what is answered a few more. */
    public static final int MAX_DEPTH = 100;
    /** Characters of a name; columns have fewer than 40. */
    public static final int MAX_NAME = 1000;
    /** Characters of a number: a double has at most 767 digits that count. */
    public static final int MAX_NUMBER = 1000;
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final ObjectMapper MAPPER = JsonMapper.builder(factory().build()).build();

    private Json() {
    }

    /** What makes parsers and generators, to be set up further. With it texts are parsed; of bytes see {@link #text}. */
    public static JsonFactoryBuilder factory() {
        return new JsonFactoryBuilder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH).maxNameLength(MAX_NAME).maxNumberLength(MAX_NUMBER).build());
    }

    /** A mapper of such a factory. Not to be configured. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /**
     * Bytes that were sent, as text. JSON is UTF-8 (RFC 8259, 8.1), with a byte order mark or without. A parser that is given the bytes
     * themselves would put U+FFFD for what is not UTF-8, as it does not keep names. Reading throws CharacterCodingException there.
     */
    public static Reader text(byte[] bytes) {
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        if (new String(bytes, 0, Math.min(bytes.length, 3), StandardCharsets.UTF_8).indexOf(BYTE_ORDER_MARK) == 0) {
            in.skip(3);
        }
        return new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT));
    }
}
