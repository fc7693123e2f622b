package org.dsa110.contimg.products.internal.plot;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.dsa110.contimg.rest.internal.export.XmlText;

/** A drawing as SVG 1.1: without style sheets, scripts and references, so that nothing of it is run or fetched. Not thread-safe. */
public final class SvgCanvas implements Canvas {
    /** DejaVu Sans, the widest of what browsers take for a sans-serif, stays within the room of a character at this size, but for a few letters. */
    private static final int FONT = 12;

    private final int width;
    private final int height;
    private final Theme theme;
    private final StringBuilder svg = new StringBuilder(16384);
    /** Lines of one ink on end, which become one element. */
    private final StringBuilder lines = new StringBuilder();
    private Ink linesInk;
    private boolean inLayer;

    /** @param title what it shows; any characters */
    public SvgCanvas(int width, int height, Theme theme, String title) {
        this.width = width;
        this.height = height;
        this.theme = theme;
        svg.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"")
                .append(width)
                .append("\" height=\"").append(height).append("\" viewBox=\"0 0 ").append(width).append(' ')
                .append(height)
                .append("\" role=\"img\" font-family=\"sans-serif\" font-size=\"").append(FONT).append("\">\n<title>")
                .append(XmlText.content(title)).append("</title>\n<rect width=\"100%\" height=\"100%\" fill=\"")
                .append(colour(Ink.PAPER)).append("\"/>\n");
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
        endLayer();
        svg.append("<g id=\"").append(name).append("\">\n");
        inLayer = true;
    }

    @Override
    public void line(double x1, double y1, double x2, double y2, Ink ink) {
        if (ink != linesInk) {
            endLines();
            linesInk = ink;
        }
        lines.append('M').append(number(x1)).append(' ').append(number(y1));
        if (y1 == y2) {
            lines.append('H').append(number(x2));
        } else {
            lines.append('V').append(number(y2));
        }
    }

    @Override
    public void dot(double x, double y, double radius, boolean filled) {
        endLines();
        svg.append("<circle cx=\"").append(number(x)).append("\" cy=\"").append(number(y)).append("\" r=\"")
                .append(number(radius)).append("\" fill=\"").append(colour(filled ? Ink.DATA : Ink.PAPER));
        if (!filled) {
            svg.append("\" stroke=\"").append(colour(Ink.DATA));
        }
        svg.append("\"/>\n");
    }

    @Override
    public void text(double x, double y, String text, Anchor anchor, boolean bold) {
        begin(anchor, bold).append(" x=\"").append(number(x)).append("\" y=\"").append(number(y));
        end(text);
    }

    @Override
    public void upwards(double x, double y, String text) {
        begin(Anchor.MIDDLE, false).append(" transform=\"translate(").append(number(x)).append(' ').append(number(y))
                .append(") rotate(-90)");
        end(text);
    }

    @Override
    public byte[] file() {
        endLayer();
        svg.append("</svg>\n");
        return svg.toString().getBytes(StandardCharsets.UTF_8);
    }

    private StringBuilder begin(Anchor anchor, boolean bold) {
        endLines();
        svg.append("<text fill=\"").append(colour(Ink.TEXT)).append('"');
        if (anchor != Anchor.START) {
            svg.append(" text-anchor=\"").append(anchor.name().toLowerCase(Locale.ROOT)).append('"');
        }
        return bold ? svg.append(" font-weight=\"bold\"") : svg;
    }

    private void end(String text) {
        svg.append("\">").append(XmlText.content(text)).append("</text>\n");
    }

    private void endLayer() {
        endLines();
        if (inLayer) {
            svg.append("</g>\n");
        }
    }

    private void endLines() {
        if (!lines.isEmpty()) {
            svg.append("<path fill=\"none\" stroke=\"").append(colour(linesInk)).append("\" d=\"").append(lines)
                    .append("\"/>\n");
            lines.setLength(0);
        }
    }

    private String colour(Ink ink) {
        return "#%06x".formatted(theme.colour(ink));
    }

    /** With up to two places behind the point. */
    private static String number(double pixels) {
        long hundredths = Math.round(pixels * 100);
        return hundredths % 100 == 0 ? Long.toString(hundredths / 100) : Double.toString(hundredths / 100.0);
    }
}
