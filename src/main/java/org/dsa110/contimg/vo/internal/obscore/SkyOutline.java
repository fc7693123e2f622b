package org.dsa110.contimg.vo.internal.obscore;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A closed line of arcs of great circles, and how near an image is to it: at each corner, and along each arc where the foot of the image's
 * centre on the great circle is within the arc. On which side of the line a place is, its nearest point says: by the pole of the arc's circle
 * or, at a corner, by the sum of both arcs' poles (Baerentzen and Aanaes, IEEE Transactions on Visualization and Computer Graphics 11,
 * 2005, in a plane; the directions at a point of the sphere are a plane). Distances are chords of the unit sphere, exact where they are small.
 *
 * @param corners at least one; each is less than half a circle from the next
 * @param poles of the arc that begins at each, to its left; {@link SkyVector#NONE} where it ends there as well
 */
record SkyOutline(List<SkyVector> corners, List<SkyVector> poles) {
    /** Of each arc. */
    private static final int NUMBERS = 15;
    /**
     * What SQLite is to compute of the nearest point: its distance as a chord, and a number that is positive on the left. The arcs are a table
     * that is made once, of JSON: it would make a query of each row of a VALUES, nested in one another, and refuse many.
     */
    private static final String NEAREST = "(WITH edge (nx, ny, nz, sx, sy, sz, ex, ey, ez, cx, cy, cz, mx, my, mz) AS MATERIALIZED (SELECT "
            + IntStream.range(0, NUMBERS).mapToObj(i -> "value ->> " + i).collect(Collectors.joining(", "))
            + " FROM json_each(?)) SELECT %s FROM (SELECT min(chord) AS chord, side FROM (SELECT CASE WHEN ahead > 0 AND behind > 0"
            + " THEN sqrt(2 * above * above / (1 + sqrt(max(0.0, 1 - above * above)))) ELSE sqrt(dx * dx + dy * dy + dz * dz) END AS chord,"
            + " CASE WHEN ahead > 0 AND behind > 0 THEN above ELSE corner END AS side"
            + " FROM (SELECT x * nx + y * ny + z * nz AS above, x * sx + y * sy + z * sz AS ahead, x * ex + y * ey + z * ez AS behind,"
            + " x - cx AS dx, y - cy AS dy, z - cz AS dz, x * mx + y * my + z * mz AS corner FROM " + SkyShape.PLACE
            + " CROSS JOIN edge))))";
    private static final String IN_REACH = "chord <= 2 * sin(radians(" + ImageSql.REACH + " / 2)) + "
            + SkyShape.ROUNDING;

    static SkyOutline through(List<SkyVector> corners) {
        List<SkyVector> poles = new ArrayList<>();
        for (int i = 0; i < corners.size(); i++) {
            poles.add(corners.get(i).cross(corners.get((i + 1) % corners.size())).unit());
        }
        return new SkyOutline(List.copyOf(corners), List.copyOf(poles));
    }

    /** Whether an image comes up to it. Its values are {@link #values()}. */
    String touches() {
        return NEAREST.formatted(IN_REACH);
    }

    /** Whether an image is to the left of it, or comes up to it. Its values are {@link #values()}. */
    String hasWithin() {
        return NEAREST.formatted("side >= 0 OR " + IN_REACH);
    }

    /** As JSON, of each arc: its pole, the directions at its beginning and against it at its end, its first corner, and the sum of the poles there. */
    List<Object> values() {
        List<List<Object>> arcs = new ArrayList<>();
        for (int i = 0; i < corners.size(); i++) {
            SkyVector pole = poles.get(i);
            SkyVector corner = corners.get(i);
            SkyVector next = corners.get((i + 1) % corners.size());
            SkyVector before = poles.get((i + corners.size() - 1) % corners.size());
            arcs.add(Stream.of(pole, pole.cross(corner), next.cross(pole), corner, pole.plus(before))
                    .<Object>flatMap(vector -> vector.parts().stream()).toList());
        }
        // Lists of numbers are written as JSON has them.
        return List.of(arcs.toString());
    }

    /** By how many degrees the line turns to the left at a corner: from -180, exclusive, to 180. */
    double turn(int corner) {
        SkyVector before = poles.get((corner + corners.size() - 1) % corners.size());
        SkyVector after = poles.get(corner);
        return Math.toDegrees(Math.atan2(corners.get(corner).dot(before.cross(after)), before.dot(after)));
    }
}
