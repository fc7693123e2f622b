package org.dsa110.contimg.products.internal.sources;

import org.dsa110.contimg.rest.declare.SkyPlace;
import org.dsa110.contimg.rest.declare.SkyPosition;

/**
 * By which statements the rows of sources are found. Those that source_summaries keeps are looked up; those that are due there are computed
 * of their photometry, in the same statement; and all are computed where what is kept may be wrong unseen. So the rows are those of the
 * photometry at any moment, whoever wrote it. Constants only.
 */
public final class SourceSql {
    /**
     * Whether the triggers that mark what is due see each change of photometry: they are all there, and no row goes that REPLACE takes for
     * another unique key than id, for which they are not fired; and whether names are texts, compared byte by byte. Never NULL. Counts stand in
     * for EXISTS, which SQLite may make a loop of the statement around it, once for each row.
     */
    static final String SEEN = "((SELECT count(*) FROM sqlite_schema WHERE tbl_name = 'photometry' COLLATE NOCASE"
            + " AND (type = 'table' AND sql NOT LIKE '%COLLATE%' OR type = 'trigger' AND name IN ('source_summaries_add',"
            + " 'source_summaries_replace', 'source_summaries_displace', 'source_summaries_leave', 'source_summaries_change',"
            + " 'source_summaries_remove'))) = 7"
            + " AND (SELECT count(*) FROM pragma_table_info('photometry', 'main') WHERE name = 'source_id' COLLATE NOCASE"
            + " AND (type LIKE '%TEXT%' OR type LIKE '%CHAR%') AND type NOT LIKE '%INT%') = 1"
            + " AND NOT EXISTS (SELECT 1 FROM pragma_index_list('photometry', 'main') AS i WHERE i.\"unique\""
            + " AND 'id' IS NOT (SELECT group_concat(lower(name)) FROM pragma_index_info(i.name, 'main'))))";
    /** Whether the schema is the one with which all sources were found in source_summaries: since then the triggers have seen all. Never NULL. */
    static final String FOUND = "((SELECT count(*) FROM source_summaries_since WHERE schema_version ="
            + " (SELECT schema_version FROM pragma_schema_version)) = 1)";
    /** Whether what is kept counts. Never NULL. */
    public static final String KEPT = "(" + SEEN + " AND " + FOUND + ")";

    private static final String PLACED = ") FILTER (WHERE " + SkyPlace.sql("ra_deg", "dec_deg") + ")";
    private static final String X = "sum(cos(radians(dec_deg)) * cos(radians(ra_deg))" + PLACED;
    private static final String Y = "sum(cos(radians(dec_deg)) * sin(radians(ra_deg))" + PLACED;
    private static final String Z = "sum(sin(radians(dec_deg))" + PLACED;
    private static final String EAST = "degrees(atan2(" + Y + ", " + X + "))";
    /**
     * What is computed of the photometry of a source. The mean position is the direction of the sum of unit vectors, over the measurements
     * that have a position; NULL where none has. Its right ascension is in [0, 360): a tiny negative angle plus 360 would be rounded up to
     * 360, and is 0. The types are those of the columns that keep them: where they are not, SQLite reads all rows for each order.
     */
    static final String COMPUTED = "CAST(CASE WHEN " + EAST + " >= 0 THEN " + EAST + " WHEN " + EAST
            + " + 360 < 360 THEN " + EAST + " + 360 WHEN " + EAST
            + " < 0 THEN 0.0 END AS REAL) AS ra_deg, CAST(degrees(atan2(" + Z + ", sqrt(" + X + " * " + X + " + " + Y
            + " * " + Y + "))) AS REAL) AS dec_deg, CAST(count(*) AS INTEGER) AS n_measurements,"
            + " CAST(count(DISTINCT image_path) AS INTEGER) AS n_images";

    private static final String COLUMNS = "SELECT source_id, ra_deg, dec_deg, n_measurements, n_images FROM ";
    private static final String LOOKED_UP = COLUMNS + "source_summaries WHERE due = 0 AND " + SkyPosition.ANYWHERE
            + " AND " + KEPT;
    /** From name to name, as SQLite would otherwise read photometry to see which of it is due. */
    private static final String DUE = "SELECT d.source_id AS source_id, " + COMPUTED
            + " FROM (SELECT source_id FROM source_summaries WHERE due = 1 AND " + SkyPosition.ANYWHERE + " AND " + KEPT
            + ") AS d CROSS JOIN photometry AS p ON p.source_id = d.source_id GROUP BY d.source_id COLLATE BINARY";
    /**
     * All, or none where they are looked up: there is one row of sqlite_schema then, or none, before any photometry is read. As a plain
     * condition it would be asked for each row.
     */
    private static final String ALL = "SELECT source_id, " + COMPUTED
            + " FROM sqlite_schema AS s CROSS JOIN photometry WHERE s.rowid = (SELECT CASE WHEN NOT " + KEPT
            + " THEN (SELECT min(rowid) FROM sqlite_schema) END) AND source_id IS NOT NULL AND " + SkyPosition.ANYWHERE
            + " GROUP BY source_id COLLATE BINARY";

    /**
     * The rows by name. The order must be named here: without it SQLite would sort all sources for each page. And it must be told that
     * groups go by the order in which the three parts are merged, which has a collation by name.
     */
    public static final String BY_NAME = LOOKED_UP + " UNION ALL " + DUE + " UNION ALL " + ALL + " ORDER BY source_id";

    /** The rows that are computed: those that are due, and all where none are kept. */
    static final String NOT_KEPT = COLUMNS + "(" + DUE + ") UNION ALL " + COLUMNS + "(" + ALL + ")";

    /** The same rows for any other order: SQLite takes the outer SELECT into each part, as none of them is grouped, and uses its index. */
    public static final String IN_OTHER_ORDERS = LOOKED_UP + " AND n_measurements IS NOT NULL UNION ALL "
            + NOT_KEPT;

    /**
     * Their names alone. Where none are kept, from name to name along the index, as a light curve has thousands of rows: so their number
     * follows that of the sources.
     */
    public static final String NAMES = "SELECT source_id FROM source_summaries WHERE due = 0 AND " + KEPT
            + " UNION ALL SELECT source_id FROM source_summaries AS d WHERE due = 1 AND " + KEPT
            + " AND EXISTS (SELECT 1 FROM photometry AS p WHERE p.source_id = d.source_id) UNION ALL SELECT source_id FROM ("
            + "WITH RECURSIVE measured (source_id) AS (SELECT CASE WHEN NOT " + KEPT
            + " THEN (SELECT min(source_id) FROM photometry) END UNION ALL"
            + " SELECT (SELECT min(source_id) FROM photometry AS later WHERE later.source_id > measured.source_id)"
            + " FROM measured WHERE measured.source_id IS NOT NULL)"
            + " SELECT source_id FROM measured WHERE source_id IS NOT NULL)";

    private SourceSql() {
    }
}
