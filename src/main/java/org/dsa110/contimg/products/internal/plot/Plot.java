package org.dsa110.contimg.products.internal.plot;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import org.dsa110.contimg.products.internal.plot.Axis.Tick;
import org.dsa110.contimg.products.internal.plot.Canvas.Anchor;

/**
 * Draws a light curve: flux over time, each measurement by itself, as nothing is known between them. The same measurements make the same
 * picture, byte by byte. Not thread-safe.
 */
public final class Plot {
    /** From the picture's edge, pixels. */
    private static final int EDGE = 16;
    private static final int TITLE = 22;
    private static final int LINE = 15;
    /** Below the frame: labels, dates, and the name of the axis. */
    private static final int BELOW = 54;
    private static final int TICK = 4;
    /** From a label to the frame, or to the label beside it. */
    private static final int GAP = 14;
    /** From the base line of a text to the middle of its digits. */
    private static final double MIDDLE = 4.5;
    private static final double TIGHTEST = 18;
    private static final double WIDEST = 45;
    private static final double MOST_TICKS = 8;
    /** How high the frame is at the least, whatever there is to be said above it. */
    private static final int LOWEST = 80;
    private static final String NOTHING = "no measurements";
    private static final String ELLIPSIS = "...";

    private final Canvas canvas;
    private final Points points;
    private double left;
    private final double right;
    private double top;
    private final double bottom;

    private Plot(Canvas canvas, Points points) {
        this.canvas = canvas;
        this.points = points;
        this.left = EDGE + 0.5;
        this.right = canvas.width() - EDGE - GAP + 0.5;
        this.bottom = canvas.height() - BELOW + 0.5;
    }

    /** Draws all of it on an empty canvas, at least 320 pixels wide and 180 high. */
    public static void draw(Canvas canvas, Caption caption, Points points) {
        new Plot(canvas, points).draw(caption);
    }

    private void draw(Caption caption) {
        boolean binned = points.size() > 2 * (right - left);
        canvas.layer("caption");
        canvas.text(EDGE, TITLE, shortened(caption.source()), Anchor.START, true);
        top = TITLE;
        List<String> notes = wrapped(caption.notes(points, binned));
        int room = Math.max(1, (int) (bottom - LOWEST - TITLE) / LINE);
        for (String line : notes.subList(0, Math.min(notes.size(), room))) {
            top += LINE;
            canvas.text(EDGE, top, line, Anchor.START, false);
        }
        top += 10.5;
        if (points.size() == 0) {
            canvas.layer("axes");
            frame();
            canvas.text((left + right) / 2, (top + bottom) / 2 + MIDDLE, NOTHING, Anchor.MIDDLE, false);
            return;
        }
        FluxRange fluxes = FluxRange.of(points);
        Axis flux = fluxes.axis(bottom, top);
        List<Tick> ticks = flux.ticks(Math.max(TIGHTEST, Math.min(WIDEST, (bottom - top) / MOST_TICKS)));
        List<String> labels = NumberText.all(ticks.stream().map(Tick::value).toList());
        left = Math.floor(EDGE + LINE + GAP + labels.stream().mapToInt(Plot::width).max().orElse(0)) + 0.5;
        Axis time = times();
        canvas.layer("axes");
        drawFluxes(flux, ticks, labels, fluxes.unit());
        drawTimes(time);
        frame();
        new Marks(canvas, points, time, flux, fluxes.scale(), binned).draw();
    }

    private Axis times() {
        double first = points.mjd(0);
        double last = first;
        for (int point = 1; point < points.size(); point++) {
            first = Math.min(first, points.mjd(point));
            last = Math.max(last, points.mjd(point));
        }
        return Axis.around(first, last, 0.5, left, right);
    }

    private void drawFluxes(Axis flux, List<Tick> ticks, List<String> labels, String unit) {
        for (int i = 0; i < ticks.size(); i++) {
            double y = Math.floor(ticks.get(i).place()) + 0.5;
            canvas.line(left, y, right, y, ticks.get(i).value().signum() == 0 ? Ink.ZERO : Ink.GRID);
            canvas.line(left - TICK, y, left, y, Ink.AXIS);
            canvas.text(left - TICK - 4, y + MIDDLE, labels.get(i), Anchor.END, false);
        }
        String name = "Flux density (" + unit + ")";
        canvas.upwards(EDGE + MIDDLE * 2, (top + bottom) / 2,
                width(name) <= bottom - top ? name : "Flux (" + unit + ")");
    }

    private void drawTimes(Axis time) {
        List<Tick> ticks = time.ticks(Math.max(WIDEST, (right - left) / MOST_TICKS));
        List<BigDecimal> values = ticks.stream().map(Tick::value).toList();
        for (Tick tick : ticks) {
            double x = Math.floor(tick.place()) + 0.5;
            canvas.line(x, top, x, bottom, Ink.GRID);
            canvas.line(x, bottom, x, bottom + TICK, Ink.AXIS);
        }
        label(ticks, NumberText.all(values), bottom + LINE);
        List<String> dates = UtcText.of(values);
        label(ticks, dates, bottom + 2 * LINE);
        canvas.text((left + right) / 2, bottom + (dates.isEmpty() ? 2 : 3) * LINE,
                dates.isEmpty() ? "MJD (days, UTC)" : "MJD (days), date (UTC)", Anchor.MIDDLE, false);
    }

    /** Labels as many of the ticks as there is room for: none leaves the picture, or is near another. */
    private void label(List<Tick> ticks, List<String> labels, double y) {
        double free = GAP / 2.0;
        for (int i = 0; i < labels.size(); i++) {
            double x = Math.floor(ticks.get(i).place()) + 0.5;
            double half = width(labels.get(i)) / 2.0;
            if (x - half >= free && x + half <= canvas.width() - GAP / 2.0) {
                canvas.text(x, y, labels.get(i), Anchor.MIDDLE, false);
                free = x + half + GAP;
            }
        }
    }

    private void frame() {
        canvas.line(left, top, right, top, Ink.AXIS);
        canvas.line(left, bottom, right, bottom, Ink.AXIS);
        canvas.line(left, top, left, bottom, Ink.AXIS);
        canvas.line(right, top, right, bottom, Ink.AXIS);
    }

    private static int width(String text) {
        return text.length() * Canvas.CHARACTER;
    }

    private String shortened(String name) {
        int most = (canvas.width() - 2 * EDGE) / Canvas.BOLD_CHARACTER;
        return name.codePointCount(0, name.length()) <= most
                ? name
                : name.substring(0, name.offsetByCodePoints(0, most - ELLIPSIS.length())) + ELLIPSIS;
    }

    private List<String> wrapped(List<String> notes) {
        List<String> lines = new ArrayList<>();
        String line = notes.get(0);
        for (String note : notes.subList(1, notes.size())) {
            String longer = line + "; " + note;
            if (width(longer) <= canvas.width() - 2 * EDGE) {
                line = longer;
            } else {
                lines.add(line);
                line = note;
            }
        }
        lines.add(line);
        return lines;
    }
}
