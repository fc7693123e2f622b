package org.dsa110.contimg.products.internal.plot;

/** What something in a picture is drawn for; a {@link Theme} says in which colour. */
public enum Ink {
    /** What everything is drawn on. */
    PAPER,
    /** Lines from tick to tick across the picture. */
    GRID,
    /** The line where the flux is zero. */
    ZERO,
    /** The frame and its ticks. */
    AXIS,
    /** All texts. */
    TEXT,
    /** What is known of a measurement's error. */
    ERROR,
    /** Measurements. */
    DATA
}
