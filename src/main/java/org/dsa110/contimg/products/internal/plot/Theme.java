package org.dsa110.contimg.products.internal.plot;

import java.util.Locale;

/** The colours of a picture. Texts have a contrast of at least 12 to 1 to the paper, measurements of 6 to 1, errors of 3 to 1. */
public enum Theme {
    /** For paper, and pages that are light. */
    LIGHT(0xFFFFFF, 0xE6E6E6, 0xAAAAAA, 0x444444, 0x222222, 0x5B8BBD, 0x1B5E9E),
    /** For pages that are dark. */
    DARK(0x14181D, 0x2A3038, 0x5A626C, 0xAAB2BC, 0xE6E9ED, 0x4F86B8, 0x8CC4FF);

    private final int[] colours;

    Theme(int... colours) {
        this.colours = colours;
    }

    /** The colour of an ink, as 0xRRGGBB in sRGB. */
    public int colour(Ink ink) {
        return colours[ink.ordinal()];
    }

    /** As the parameter names it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
