package org.dsa110.contimg.rest.internal.list;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import jakarta.ws.rs.core.MultivaluedMap;

import org.dsa110.contimg.rest.declare.SkyPlace;
import org.dsa110.contimg.rest.declare.SkyPosition;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.ColumnType;
import org.dsa110.contimg.rest.internal.table.RowsDescription;
import org.dsa110.contimg.rest.problem.ProblemException;

/**
 * A cone search: the rows within a radius of a position on the sky, by true great-circle distance, right across right ascension 0 and at
 * the poles. The sky is divided into zones of 0.1 degrees of declination and these into cells of 1 degree of right ascension; the table has
 * an index on both numbers, so that only the cells that the cone touches are read. Numbers are bound, so that cones that touch as many zones
 * and cells are the same SQL, and exact.
 *
 * @param separation the distance from the position in degrees, as a column of each row
 * @param within which rows are in the cone
 * @param among for a query, the SQL by which it reads only what can be in the cone (see {@link SkyPosition}); null for a table, and where
 *        it reads all
 * @param values what is bound to the numbered question marks of all three
 */
public record Cone(ColumnDescription separation, Condition within, String among, List<Object> values) {
    public static final String RA = "ra";
    public static final String DEC = "dec";
    public static final String RADIUS = "radius";
    public static final String SEPARATION = "separation_deg";
    public static final String SEPARATION_UNIT = "deg";
    private static final List<String> PARAMETERS = List.of(RA, DEC, RADIUS);
    private static final int ZONES_PER_DEGREE = 10;
    /**
     * Up to so many zones the index is entered once for each zone and cell. A larger cone reads its zones as one range, with all right
     * ascensions.
     */
    private static final int MOST_ZONES = 200;
    /**
     * Degrees by which a distance may be greater than the radius, as it is computed with an error of up to some 1e-13: so that a cone of
     * radius 0 has the rows in its very place.
     */
    private static final double ROUNDING = 1e-12;
    /**
     * The radius, in degrees, from which on the rows of a cone are more than what an index of the sky saves, where they are read in the order
     * of their key: each page would sort all of them anew. A cone of this radius is a fifteenth of the sky. Its zones are looked at row by
     * row then, before the distance, which takes longer.
     */
    private static final double WIDE = 30;
    /** Degrees added to the radius when zones and cells are chosen, so that rounding leaves out none that the cone touches. */
    private static final double MARGIN = 1e-6;

    /** Whether a parameter of a list is one of a cone search in that table. */
    static boolean isParameter(RowsDescription table, String name) {
        return parameters(table).contains(name);
    }

    /** Those that lists of that table have for a cone search: none where it has no positions. */
    static List<String> parameters(RowsDescription table) {
        return table.position() == null ? List.of() : PARAMETERS;
    }

    /**
     * The cone that is asked for, or null where none is.
     *
     * @param byKey whether all rows are wanted in the order of their key
     * @throws ProblemException 400 naming what is missing or wrong
     */
    static Cone parse(RowsDescription table, MultivaluedMap<String, String> parameters, boolean byKey) {
        if (table.position() == null || PARAMETERS.stream().noneMatch(parameters::containsKey)) {
            return null;
        }
        double ra = number(parameters, RA, -360, 360);
        double dec = number(parameters, DEC, -90, 90);
        double radius = number(parameters, RADIUS, 0, 180);
        return byKey ? byKey(table.position(), ra, dec, radius) : of(table.position(), ra, dec, radius);
    }

    /** All in degrees. */
    static Cone of(SkyPosition position, double ra, double dec, double radius) {
        return of(position, ra, dec, radius, true);
    }

    /** The same for rows that are read in the order of their key, from the first to the last. */
    static Cone byKey(SkyPosition position, double ra, double dec, double radius) {
        return of(position, ra, dec, radius, radius < WIDE);
    }

    /** @param lookedUp whether the cells that it touches are looked up, by whatever index has them */
    private static Cone of(SkyPosition position, double ra, double dec, double radius, boolean lookedUp) {
        String rowRa = '"' + position.ra() + '"';
        String rowDec = '"' + position.dec() + '"';
        Marks marks = new Marks(new ArrayList<>());
        String distance = distance(rowRa, rowDec, ra, dec, marks);
        List<Condition> within = new ArrayList<>();
        String among = null;
        if (lookedUp) {
            Condition touched = touched(rowRa, rowDec, ra, dec, radius + position.spread(), marks);
            if (position.among().isEmpty()) {
                within.add(touched);
            } else {
                among = position.among().formatted(touched.sql());
            }
        } else if (position.among().isEmpty()) {
            // SQLite enters no index by an expression with a plus before it.
            within.add(new Condition("+" + zones(rowDec, dec, radius, marks).sql(), List.of()));
        }
        // SQLite would compute with texts and BLOBs, as with 0.
        within.add(new Condition(SkyPlace.sql(rowRa, rowDec), List.of()));
        within.add(new Condition(distance + " <= " + marks.of(radius + ROUNDING), List.of()));
        return new Cone(ColumnDescription.formula(SEPARATION, distance, SEPARATION_UNIT, "pos.angDistance",
                "Distance from the position that was asked for, degrees along a great circle"), Condition.all(within),
                among,
                marks.values());
    }

    /** Numbers of question marks for values that are named more than once, or before others. */
    private record Marks(List<Object> values) {
        String of(Object value) {
            values.add(value);
            return "?" + values.size();
        }

        String of(IntStream numbers) {
            return numbers.mapToObj(this::of).collect(Collectors.joining(", "));
        }
    }

    /** The table as it is read for this cone. */
    RowsDescription of(RowsDescription table) {
        return table.near(separation, among, values);
    }

    /** Rows in zones and cells that a cone touches, by the index. */
    private static Condition touched(String rowRa, String rowDec, double ra, double dec, double radius, Marks marks) {
        List<Condition> touched = new ArrayList<>(List.of(zones(rowDec, dec, radius, marks)));
        if (zoneCount(dec, radius) <= MOST_ZONES) {
            touched.addAll(cells(rowRa, ra, dec, radius, marks));
        }
        return Condition.all(touched);
    }

    /**
     * The angle between two directions by the arc tangent of their cross and scalar products, which is exact for small and for large
     * angles: Vincenty, Survey Review 23 (1975), on a sphere.
     */
    private static String distance(String rowRa, String rowDec, double ra, double dec, Marks marks) {
        String delta = "radians(" + rowRa + " - " + marks.of(ra) + ")";
        String rowSin = "sin(radians(" + rowDec + "))";
        String rowCos = "cos(radians(" + rowDec + "))";
        String sin = marks.of(Math.sin(Math.toRadians(dec)));
        String cos = marks.of(Math.cos(Math.toRadians(dec)));
        String east = rowCos + " * sin(" + delta + ")";
        String north = cos + " * " + rowSin + " - " + sin + " * " + rowCos + " * cos(" + delta + ")";
        String along = sin + " * " + rowSin + " + " + cos + " * " + rowCos + " * cos(" + delta + ")";
        return "degrees(atan2(sqrt((" + east + ") * (" + east + ") + (" + north + ") * (" + north + ")), " + along
                + "))";
    }

    private static Condition zones(String rowDec, double dec, double radius, Marks marks) {
        String zone = "CAST((" + rowDec + " + 90) * " + ZONES_PER_DEGREE + " AS INTEGER)";
        int first = zone(dec - radius - MARGIN);
        int last = zone(dec + radius + MARGIN);
        String among = zoneCount(dec, radius) <= MOST_ZONES
                ? " IN (" + marks.of(IntStream.rangeClosed(first, last)) + ")"
                : " BETWEEN " + marks.of(first) + " AND " + marks.of(last);
        return new Condition(zone + among, List.of());
    }

    /** Empty where the cone contains a pole, and so all right ascensions. */
    private static List<Condition> cells(String rowRa, double ra, double dec, double radius, Marks marks) {
        if (Math.abs(dec) + radius + MARGIN >= 90) {
            return List.of();
        }
        double half = Math.toDegrees(Math.asin(Math.sin(Math.toRadians(radius)) / Math.cos(Math.toRadians(dec))))
                + Math.min(180, MARGIN / Math.cos(Math.toRadians(dec)));
        int first = (int) Math.floor(ra - half);
        int last = (int) Math.floor(ra + half);
        String cells = marks.of(IntStream.rangeClosed(first, last).map(cell -> Math.floorMod(cell, 360)).distinct());
        return List.of(new Condition("CAST(" + rowRa + " + 360 AS INTEGER) % 360 IN (" + cells + ")", List.of()));
    }

    private static int zoneCount(double dec, double radius) {
        return zone(dec + radius + MARGIN) - zone(dec - radius - MARGIN) + 1;
    }

    /** The number of the zone; of a declination beyond a pole, which a cone near it reaches, one that no row has. */
    private static int zone(double dec) {
        return (int) Math.floor((dec + 90) * ZONES_PER_DEGREE);
    }

    private static double number(MultivaluedMap<String, String> parameters, String name, double least,
            double greatest) {
        String text = parameters.getFirst(name);
        if (text == null) {
            throw ProblemException.badRequest(name, "is missing: a cone search has " + String.join(", ", PARAMETERS));
        }
        try {
            double value = (double) ColumnType.REAL.parse(text);
            if (value >= least && value <= greatest) {
                return value;
            }
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest(name, e.getMessage());
        }
        throw ProblemException.badRequest(name, "must be from " + (int) least + " to " + (int) greatest + " degrees");
    }
}
