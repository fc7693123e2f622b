package org.dsa110.contimg.cli;

import java.time.Duration;
import java.time.LocalDateTime;

/**
 * Where the simulated telescope looks. It stands still at one declination, so the sky drifts through: the right
 * ascension of the phase centre is the local sidereal time. Immutable.
 *
 * @param raDeg degrees, 0 up to 360
 * @param decDeg degrees
 */
record Pointing(double raDeg, double decDeg) {
    /** Of the Owens Valley Radio Observatory: degrees, north and east positive, and metres above the ellipsoid. */
    static final double LATITUDE_DEG = 37.2339;
    static final double LONGITUDE_DEG = -118.2817;
    static final double ALTITUDE_M = 1222;

    /** A choice of the simulation: within reach of the dishes, and away from the zenith. */
    private static final double DECLINATION_DEG = 16.25;
    private static final LocalDateTime J2000 = LocalDateTime.of(2000, 1, 1, 12, 0);
    private static final double SECONDS_PER_DAY = 86_400.0;

    /**
     * Where it looks at a time.
     *
     * @param utc UTC; taken for UT1, which differs by less than a second
     */
    static Pointing at(LocalDateTime utc) {
        double days = Duration.between(J2000, utc).toMillis() / 1000.0 / SECONDS_PER_DAY;
        // Greenwich mean sidereal time: Meeus, Astronomical Algorithms, 2nd ed., eq. 12.4, without its T squared terms.
        double greenwich = 280.46061837 + 360.98564736629 * days;
        double local = (greenwich + LONGITUDE_DEG) % 360;
        return new Pointing(local < 0 ? local + 360 : local, DECLINATION_DEG);
    }
}
