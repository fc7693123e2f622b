package org.dsa110.contimg.rest.internal.access;

import java.util.Arrays;
import java.util.Locale;

/** What the bearer of a token may do; each role may do what those before it may. */
public enum Role {
    /** Ask for anything. */
    READ,
    /** Also add, change and remove rows. */
    WRITE,
    /** Also what operators do. */
    OPERATE;

    /** Whether this role is enough for what needs another. */
    public boolean includes(Role needed) {
        return compareTo(needed) >= 0;
    }

    /** As it is written in the token file, in options and in the OpenAPI document. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException for any other text than read, write and operate */
    public static Role of(String text) {
        return Arrays.stream(values()).filter(role -> role.toString().equals(text)).findFirst().orElseThrow(
                () -> new IllegalArgumentException("a role is read, write or operate, not " + text));
    }
}
