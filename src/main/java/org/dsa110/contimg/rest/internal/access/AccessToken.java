package org.dsa110.contimg.rest.internal.access;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

import org.dsa110.contimg.rest.internal.Sha256;

/**
 * What the service knows of a token: whose it is, what its bearer may do, and its hash. A token is 256 random bits, which
 * nobody guesses; so one round of SHA-256 is enough. Slow hashes are for passwords that people choose. A token is looked up by its hash
 * in a map: the time that takes tells an attacker nothing, as he cannot choose hashes.
 *
 * @param name whose it is; it appears in the audit log
 * @param role what its bearer may do
 * @param hash SHA-256 of the token, 64 hexadecimal digits in lower case
 */
public record AccessToken(String name, Role role, String hash) {
    private static final String PREFIX = "contimg_";
    private static final int BYTES = 32;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    /** @throws IllegalArgumentException saying what is wrong with the name or the hash */
    public AccessToken {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a name has 1 to 64 letters, digits and . _ @ -");
        }
        if (!HASH.matcher(hash).matches()) {
            throw new IllegalArgumentException("a hash has 64 hexadecimal digits in lower case");
        }
    }

    /** A new token, which is told to its bearer and to nobody else. */
    public static String generate() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** What the service knows of a token that was generated. */
    public static AccessToken of(String name, Role role, String token) {
        return new AccessToken(name, role, hash(token));
    }

    /**
     * Reads a line of the token file: name, role and hash, separated by blanks.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static AccessToken parse(String line) {
        String[] parts = line.strip().split("\\s+");
        if (parts.length != 3) {
            throw new IllegalArgumentException("a line has a name, a role and a hash");
        }
        return new AccessToken(parts[0], Role.of(parts[1]), parts[2]);
    }

    /** The line of the token file. */
    public String line() {
        return name + " " + role + " " + hash;
    }

    static String hash(String token) {
        return HexFormat.of().formatHex(Sha256.of(token.getBytes(StandardCharsets.UTF_8)));
    }
}
