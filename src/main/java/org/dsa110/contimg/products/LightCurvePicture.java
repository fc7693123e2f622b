package org.dsa110.contimg.products;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;

import org.dsa110.contimg.database.Statements;
import org.dsa110.contimg.products.internal.plot.Canvas;
import org.dsa110.contimg.products.internal.plot.Caption;
import org.dsa110.contimg.products.internal.plot.Plot;
import org.dsa110.contimg.products.internal.plot.PngCanvas;
import org.dsa110.contimg.products.internal.plot.Points;
import org.dsa110.contimg.products.internal.plot.SvgCanvas;
import org.dsa110.contimg.products.internal.plot.Theme;
import org.dsa110.contimg.rest.PictureFormat;
import org.dsa110.contimg.rest.problem.Problem.Violation;
import org.dsa110.contimg.rest.problem.ProblemException;
import org.dsa110.contimg.rest.query.NamedList;
import org.dsa110.contimg.rest.query.Parameter;
import org.dsa110.contimg.rest.query.QueryParameters;

/**
 * The picture of a light curve that is asked for. Immutable.
 *
 * @param width pixels
 * @param height pixels
 */
record LightCurvePicture(PictureFormat format, int width, int height, Theme theme) {
    static final Parameter<Long> WIDTH = Parameter.integer("width", "Of a picture, pixels; 900 unless it is given")
            .between(320L, 2000L);
    static final Parameter<Long> HEIGHT = Parameter.integer("height", "Of a picture, pixels; 450 unless it is given")
            .between(180L, 1500L);
    static final Parameter<String> THEME = Parameter.text("theme", "Colours of a picture; light unless it is given")
            .oneOf(Arrays.stream(Theme.values()).map(Theme::toString).toList());
    private static final int USUAL_WIDTH = 900;
    private static final int USUAL_HEIGHT = 450;

    /**
     * What a client wants.
     *
     * @return null where it wants no picture
     * @throws ProblemException 400 naming what is there for pictures alone, 406 naming all forms where the Accept header allows none
     */
    static LightCurvePicture of(UriInfo uri, HttpHeaders headers, QueryParameters asked) {
        PictureFormat format = PictureFormat.wanted(uri, headers);
        if (format == null) {
            List<Violation> violations = List.of(HEIGHT, THEME, WIDTH).stream().filter(each -> asked.get(each) != null)
                    .map(each -> new Violation(each.name(), "is for pictures: as=svg or as=png")).toList();
            if (!violations.isEmpty()) {
                throw ProblemException.badRequest(violations);
            }
            return null;
        }
        return new LightCurvePicture(format, pixels(asked.get(WIDTH), USUAL_WIDTH),
                pixels(asked.get(HEIGHT), USUAL_HEIGHT),
                Theme.DARK.toString().equals(asked.get(THEME)) ? Theme.DARK : Theme.LIGHT);
    }

    /**
     * Reads what is to be drawn, inside a unit of work.
     *
     * @param most how many measurements at the most
     * @return makes the file; null where there are more
     */
    Callable<byte[]> read(Connection connection, LightCurve curve, int most) throws SQLException {
        Points points = new Points();
        NamedList wanted = curve.points();
        try (PreparedStatement select = Statements.prepare(connection, "SELECT mjd, flux_jy, flux_err_jy FROM ("
                + LightCurvePoint.QUERY + ") WHERE " + wanted.condition() + " ORDER BY mjd, id", wanted.values());
                ResultSet row = select.executeQuery()) {
            for (int count = 0; row.next(); count++) {
                if (count == most) {
                    return null;
                }
                points.add(row.getObject(1), row.getObject(2), row.getObject(3));
            }
        }
        Caption caption = caption(connection, curve);
        return () -> draw(caption, points);
    }

    private byte[] draw(Caption caption, Points points) {
        Canvas canvas = format == PictureFormat.SVG
                ? new SvgCanvas(width, height, theme, "Light curve of " + caption.source())
                : new PngCanvas(width, height, theme);
        Plot.draw(canvas, caption, points);
        return canvas.file();
    }

    private static Caption caption(Connection connection, LightCurve curve) throws SQLException {
        boolean part = curve.from() != null || curve.to() != null;
        try (PreparedStatement select = Statements.prepare(connection,
                "SELECT eta_metric, v_index FROM variability_stats WHERE source_id = ?", curve.sourceId());
                ResultSet row = select.executeQuery()) {
            return row.next()
                    ? new Caption(curve.sourceId(), number(row.getObject(1)), number(row.getObject(2)), part)
                    : new Caption(curve.sourceId(), null, null, part);
        }
    }

    /** Null where other programs left something else, or an infinity. */
    private static Double number(Object stored) {
        return stored instanceof Number number && Double.isFinite(number.doubleValue()) ? number.doubleValue() : null;
    }

    private static int pixels(Long asked, int usual) {
        return asked == null ? usual : asked.intValue();
    }
}
