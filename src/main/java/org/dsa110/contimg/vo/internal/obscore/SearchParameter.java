package org.dsa110.contimg.vo.internal.obscore;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.dsa110.contimg.rest.internal.list.Condition;
import org.dsa110.contimg.rest.internal.table.ColumnType;
import org.dsa110.contimg.rest.problem.ProblemException;

/**
 * A parameter of SIA 2.0, section 2.1: what any of its values says of an image. Immutable.
 *
 * @param description for people
 * @param unit of its numbers, as VOUnits writes it; null for none
 * @param condition of texts, never none; throws IllegalArgumentException saying what one must be
 */
public record SearchParameter(String name, String description, String unit,
        Function<List<String>, Condition> condition) {
    /** More than people ask for at once; of more a statement would get too long. */
    private static final int MOST_VALUES = 100;
    /** Of more than 80 ranges SQLite says that they have too many queries in them. */
    private static final int MOST_SHAPES = 50;
    /** ObsCore 1.1, section B.6.5.1. */
    private static final Set<String> POLARIZATIONS = Set.of("I", "Q", "U", "V", "RR", "LL", "RL", "LR", "XX", "YY",
            "XY", "YX", "POLI", "POLA");

    /** All of them. */
    public static final List<SearchParameter> ALL = List.of(
            new SearchParameter("ID", "obs_publisher_did", null, ImageId::any),
            texts("COLLECTION", "obs_collection", ImageSql.TELESCOPE),
            texts("FACILITY", "facility_name", ImageSql.TELESCOPE),
            texts("INSTRUMENT", "instrument_name", ImageSql.TELESCOPE),
            texts("DPTYPE", "dataproduct_type", ImageSql.IMAGE), texts("FORMAT", "access_format", ImageSql.FORMAT),
            texts("TARGET", "target_name", ImageSql.TARGET),
            new SearchParameter("CALIB", "calib_level", null, SearchParameter::calibrated),
            new SearchParameter("POL", "One of pol_states, which are not known", null, SearchParameter::polarized),
            intervals("BAND", "Wavelengths, in common with em_min to em_max", "m", ImageSql.EM_MIN, ImageSql.EM_MAX),
            interval("FOV", "s_fov", "deg", ImageSql.S_FOV),
            interval("SPATRES", "s_resolution", "arcsec", ImageSql.BEAM_MAJOR),
            interval("SPECRP", "em_res_power", null, ImageSql.EM_RES_POWER),
            interval("EXPTIME", "t_exptime", "s", ImageSql.EXPOSURE),
            interval("TIMERES", "t_resolution", "s", ImageSql.EXPOSURE),
            new SearchParameter("POS",
                    "CIRCLE, RANGE or POLYGON and ICRS coordinates, which has something in common with s_region", "deg",
                    SearchParameter::placed),
            intervals("TIME", "MJD, in common with t_min to t_max", "d", ImageSql.T_MIN, ImageSql.T_MAX));

    private static SearchParameter texts(String name, String column, String sql) {
        return new SearchParameter(name, column, null, texts -> anyOf(sql + " COLLATE BINARY",
                texts.stream().map(ColumnType.TEXT::parse).toList()));
    }

    private static SearchParameter interval(String name, String column, String unit, String sql) {
        return intervals(name, "Least and greatest " + column, unit, sql, sql);
    }

    private static SearchParameter intervals(String name, String description, String unit, String from, String to) {
        return new SearchParameter(name, description, unit,
                texts -> Interval.anyMeets(texts.stream().map(Interval::parse).toList(), from, to));
    }

    private static Condition calibrated(List<String> texts) {
        return anyOf(ImageSql.CALIB_LEVEL, texts.stream().map(ColumnType.INTEGER::parse).toList());
    }

    private static Condition polarized(List<String> texts) {
        if (!POLARIZATIONS.containsAll(texts)) {
            throw new IllegalArgumentException(
                    "must be one of " + POLARIZATIONS.stream().sorted().collect(Collectors.joining(", ")));
        }
        return new Condition("0", List.of());
    }

    private static Condition placed(List<String> texts) {
        if (texts.size() > MOST_SHAPES) {
            throw new IllegalArgumentException("must be given at most " + MOST_SHAPES + " times");
        }
        List<SkyShape> shapes = new ArrayList<>();
        int corners = 0;
        for (String text : texts) {
            SkyShape shape = SkyShape.parse(text);
            corners += shape instanceof SkyPolygon polygon ? polygon.size() : 0;
            shapes.add(shape);
            if (corners > SkyShape.MOST_CORNERS) {
                throw new IllegalArgumentException(
                        "must have at most " + SkyShape.MOST_CORNERS + " corners in all its polygons");
            }
        }
        return SkyShape.any(shapes);
    }

    private static Condition anyOf(String sql, List<Object> values) {
        return new Condition(values.stream().map(value -> "?").collect(Collectors.joining(", ", sql + " IN (", ")")),
                values);
    }

    /**
     * Which images any of its values asks for.
     *
     * @param texts as they were sent
     * @throws ProblemException 400 naming it
     */
    Condition of(List<String> texts) {
        if (texts.size() > MOST_VALUES) {
            throw ProblemException.badRequest(name, "must be given at most " + MOST_VALUES + " times");
        }
        try {
            return condition.apply(texts);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest(name, e.getMessage());
        }
    }
}
