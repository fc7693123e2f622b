package org.dsa110.contimg.products.internal.plot;

/**
 * What is drawn on. Places are in pixels from the upper left corner, x to the right and y downwards; the middle of the first pixel is at
 * (0.5, 0.5). Texts are as wide on each canvas, or narrower, so that a picture has one layout. Not thread-safe.
 */
public interface Canvas {
    /** How much room a character takes in a line, pixels. */
    int CHARACTER = 7;
    /** The same in bold. */
    int BOLD_CHARACTER = 8;

    /** Which part of a text is where it is put. */
    enum Anchor {
        /** Its beginning. */
        START,
        /** Its middle. */
        MIDDLE,
        /** Its end. */
        END
    }

    /** Pixels. */
    int width();

    /** Pixels. */
    int height();

    /** What is drawn from here on belongs together; programs that change a drawing show it under this name, a word. */
    void layer(String name);

    /** A line that is horizontal or vertical, one pixel wide. */
    void line(double x1, double y1, double x2, double y2, Ink ink);

    /**
     * A measurement.
     *
     * @param x of its middle
     * @param y of its middle
     * @param radius pixels
     * @param filled whether it is a disc; else a ring, through which one sees paper
     */
    void dot(double x, double y, double radius, boolean filled);

    /**
     * A text in one line.
     *
     * @param text any characters
     * @param y of its base line
     */
    void text(double x, double y, String text, Anchor anchor, boolean bold);

    /** A text that goes upwards, with its middle at y, and x for its base line. */
    void upwards(double x, double y, String text);

    /** The file; nothing is drawn any more. */
    byte[] file();
}
