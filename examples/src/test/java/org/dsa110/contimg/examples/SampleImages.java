package org.dsa110.contimg.examples;

import org.dsa110.contimg.products.Image;

/** Images that the examples enter. */
final class SampleImages {
    private SampleImages() {
    }

    /** An image with a value in every column that must have one; not yet in a database. */
    static Image image(String path, String type) {
        Image image = new Image();
        image.path = path;
        image.msPath = "/stage/ms/2026-02-11T15:58:07.ms";
        image.type = type;
        image.createdAt = 1770825487.0;
        return image;
    }
}
