package org.dsa110.contimg.vo;

import static io.restassured.RestAssured.given;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.dsa110.contimg.rest.OtherProgram;

/**
 * Images that another program stores, all of one field, by which a search finds no others.
 *
 * @param field its name
 */
record StoredImages(Path file, String field) {
    private static final String QUERY = "/vo/sia2/query";
    /** What a whole row has; the diagonal is 5000 pixels of 0.72 arcseconds: 1 degree. */
    static final Map<String, Object> WHOLE = Map.ofEntries(Map.entry("beam_major_arcsec", 12.5),
            Map.entry("beam_minor_arcsec", 8.25), Map.entry("beam_pa_deg", 30.0), Map.entry("noise_jy", 0.001),
            Map.entry("pbcor", 1L), Map.entry("format", "fits"), Map.entry("dynamic_range", 100.0),
            Map.entry("center_ra_deg", 188.5), Map.entry("center_dec_deg", 56.75), Map.entry("imsize_x", 3000L),
            Map.entry("imsize_y", 4000L), Map.entry("cellsize_arcsec", 0.72), Map.entry("freq_ghz", 1.4),
            Map.entry("bandwidth_mhz", 200.0), Map.entry("integration_sec", 309.0));

    /** @param columns with those that every row has left out; a null in it is NULL */
    void add(String path, Map<String, Object> columns) throws SQLException {
        Map<String, Object> row = new LinkedHashMap<>(columns);
        row.putIfAbsent("path", path);
        row.putIfAbsent("ms_path", field + ".ms");
        row.putIfAbsent("created_at", 1.8e9);
        row.putIfAbsent("type", "pbcor");
        row.putIfAbsent("field_name", field);
        new OtherProgram(file.toString()).execute("INSERT INTO images (" + String.join(", ", row.keySet())
                + ") VALUES (" + String.join(", ", row.keySet().stream().map(name -> "?").toList()) + ")",
                row.values().toArray());
    }

    /** A whole row but for some columns. */
    void addWith(String path, Map<String, Object> others) throws SQLException {
        Map<String, Object> columns = new LinkedHashMap<>(WHOLE);
        columns.putAll(others);
        add(path, columns);
    }

    /** One at a place, with a diagonal; all in degrees. */
    void addAt(String path, double ra, double dec, double diagonal) throws SQLException {
        addWith(path, Map.of("center_ra_deg", ra, "center_dec_deg", dec, "cellsize_arcsec", diagonal * 3600 / 5000));
    }

    /** The measurement set of all of them, where none is named. */
    void addMeasurementSet(Object startMjd, Object endMjd, Object calApplied) throws SQLException {
        new OtherProgram(file.toString()).execute(
                "INSERT INTO ms_index (path, start_mjd, end_mjd, cal_applied) VALUES (?, ?, ?, ?)", field + ".ms",
                startMjd, endMjd, calApplied);
    }

    /** Names and values of a search in turns, with the field. */
    Map<String, List<String>> query(String... parameters) {
        Map<String, List<String>> query = new LinkedHashMap<>(Map.of("TARGET", List.of(field)));
        for (int i = 0; i < parameters.length; i += 2) {
            query.computeIfAbsent(parameters[i], name -> new ArrayList<>()).add(parameters[i + 1]);
        }
        return query;
    }

    /** What a search among them answers; names and values in turns. */
    Votable search(String... parameters) throws IOException {
        return Votable.read(given().queryParams(query(parameters)).get(QUERY).then().statusCode(200).extract()
                .asByteArray());
    }

    /** The paths of those that it finds. */
    Set<String> found(String... parameters) throws IOException {
        Set<String> paths = new TreeSet<>();
        search(parameters).values("path").forEach(path -> paths.add((String) path));
        return paths;
    }
}
