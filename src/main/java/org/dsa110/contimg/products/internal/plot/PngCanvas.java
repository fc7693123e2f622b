package org.dsa110.contimg.products.internal.plot;

import java.util.Arrays;

/**
 * A drawing as PNG. Lines, and the middles of measurements, are moved to the middles of their pixels, by at most half a pixel, so that all
 * look alike; the edges of measurements are smooth. Not thread-safe.
 */
public final class PngCanvas implements Canvas {
    private final int width;
    private final int height;
    private final Theme theme;
    private final int[] pixels;

    public PngCanvas(int width, int height, Theme theme) {
        this.width = width;
        this.height = height;
        this.theme = theme;
        this.pixels = new int[width * height];
        Arrays.fill(pixels, theme.colour(Ink.PAPER));
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public void layer(String name) {
        // Pixels have no names.
    }

    @Override
    public void line(double x1, double y1, double x2, double y2, Ink ink) {
        int colour = theme.colour(ink);
        for (int y = pixel(Math.min(y1, y2)); y <= pixel(Math.max(y1, y2)); y++) {
            for (int x = pixel(Math.min(x1, x2)); x <= pixel(Math.max(x1, x2)); x++) {
                blend(x, y, colour, 1);
            }
        }
    }

    @Override
    public void dot(double x, double y, double radius, boolean filled) {
        int reach = (int) Math.ceil(radius + 1);
        int paper = theme.colour(Ink.PAPER);
        int data = theme.colour(Ink.DATA);
        for (int down = -reach; down <= reach; down++) {
            for (int right = -reach; right <= reach; right++) {
                double distance = Math.hypot(right, down);
                if (filled) {
                    blend(pixel(x) + right, pixel(y) + down, data, radius + 0.5 - distance);
                } else {
                    blend(pixel(x) + right, pixel(y) + down, paper, radius + 0.5 - distance);
                    blend(pixel(x) + right, pixel(y) + down, data, 1 - Math.abs(distance - radius));
                }
            }
        }
    }

    @Override
    public void text(double x, double y, String text, Anchor anchor, boolean bold) {
        int advance = bold ? BOLD_CHARACTER : CHARACTER;
        int length = BitmapFont.length(text) * advance;
        int left = pixel(x) - switch (anchor) {
            case START -> 0;
            case MIDDLE -> length / 2;
            case END -> length;
        };
        BitmapFont.draw(text, advance, bold, (right, down) -> dye(left + right, pixel(y) + down));
    }

    @Override
    public void upwards(double x, double y, String text) {
        int bottom = pixel(y) + BitmapFont.length(text) * CHARACTER / 2;
        BitmapFont.draw(text, CHARACTER, false, (right, down) -> dye(pixel(x) + down, bottom - right));
    }

    @Override
    public byte[] file() {
        return PngFile.of(width, height, pixels);
    }

    private void dye(int x, int y) {
        blend(x, y, theme.colour(Ink.TEXT), 1);
    }

    /** @param share how much of the pixel gets the colour; what is below 0 is nothing, and above 1 all */
    private void blend(int x, int y, int colour, double share) {
        if (x < 0 || x >= width || y < 0 || y >= height || share <= 0) {
            return;
        }
        int place = y * width + x;
        int mixed = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int before = pixels[place] >> shift & 0xFF;
            int wanted = colour >> shift & 0xFF;
            mixed |= (int) Math.round(before + (wanted - before) * Math.min(share, 1)) << shift;
        }
        pixels[place] = mixed;
    }

    private static int pixel(double place) {
        return (int) Math.floor(place);
    }
}
