package org.dsa110.contimg.rest.internal.openapi;

import java.util.Map;
import java.util.TreeMap;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;

/**
 * What the OpenAPI document says before it comes to single paths: what all of them have in common, and what each tag, which is mostly a
 * database, stands for.
 */
final class OpenApiIntroduction {
    private static final String TEXT = """
        The databases of the DSA-110 continuum imaging pipeline. A table is at `/api/v1/{database}/{table}`, one of its rows \
        below that by its key. Times are seconds since 1970 (UTC) unless a column says MJD (days, UTC); positions are ICRS degrees; \
        `x-unit` names a column's unit.

        **Lists.** A column as a parameter is a filter: `type=dirty`, or with a suffix `__ne` (NULL counts as not equal), `__lt`, \
        `__le`, `__gt`, `__ge`, `__in` (values separated by commas, a comma within one is `\\,`), `__contains`, `__startswith`, \
        `__isnull` (`true` or `false`). What can send only the parameters that are described here, as generated clients, sends \
        them as `filter=mjd__ge=60000`, once for each. Texts compare byte by byte. All filters must hold. `order=-created_at,id` sorts, with a \
        minus from the greatest to the least; a NULL is less than any value, and the key decides between equals. A page has \
        `limit` rows; its `next`, given back with the same filters and order, is the next page, and null on the last one. Each row \
        that is there all the while comes once, whatever is written meanwhile. `count=true` adds the number of all rows that match, \
        `fields=id,path` leaves the other columns out. Tables with positions take a cone: `ra`, `dec`, `radius`.

        **Other tables.** `/api/v1/{database}` lists all tables. Those that other programs made in the same file are read there too, \
        by lists, exports and keys like these, and are never written: a table that is there at one moment and gone at the next is not \
        described here.

        **Plus signs.** A `+` in a query is a space, as in forms: the sign in `J1234+5678` is `%2B` there, which clients and \
        `curl -G --data-urlencode source_id=J1234+5678` write by themselves. In a path it is a plus.

        **Exports.** With `as=ndjson`, `as=csv` or `as=votable`, or an Accept header that says so, a list comes whole and not page \
        by page. One that breaks off ends in a reset of its connection.

        **Virtual Observatory.** `/vo/scs/{table}` has the cone searches that pyvo, STILTS and TOPCAT use, `/vo/sia2/query` their \
        search for images; the IVOA's standards describe them, and not this document.

        **Writing.** A write is answered when it is durable. POST takes one row or an array of up to 1000, all or none. PUT takes a \
        whole row, PATCH a JSON merge patch: null takes a value away. `:upsert` merges into what is there, and a null overwrites \
        nothing. `:import` takes NDJSON or CSV of any length, stores each line by itself and says which it did not. All bodies are UTF-8. One row has an \
        `ETag`; `If-Match` and `If-None-Match` make a change depend on it. A create or an upsert with an `Idempotency-Key` can be \
        sent again for 24 hours and is done once.

        **Keys.** A key that is a text, such as the path of a measurement set, is one path segment: in a URL written by hand its \
        slashes are `%2F` and its semicolons `%3B`; clients encode them themselves. A key of several columns has a segment for each.

        **Errors** are problem details (RFC 9457); `violations` names each field that is wrong. 503 with `Retry-After` means: send \
        it again. A parameter that is not known is a 400 that lists the known ones.

        **Access.** Where the service asks for tokens, each request but the health probes has `Authorization: Bearer ...`; `x-role` \
        says which role an operation needs: read, write or operate.
        """;
    /** The tag of what is the same for all databases. */
    static final String ANY_DATABASE = "any_database";
    private static final Map<String, String> TAGS = new TreeMap<>(Map.of(
            "products",
            "Measurement sets, images, photometry and what follows from it: sources, variability, transients; jobs",
            "cal_registry", "Calibration tables, and when they are valid",
            "hdf5", "Index of the incoming subband files",
            "ingest", "The queue of observations, their subband files and what became of them",
            "data_registry", "Data products, from staging to publication", "stats", "All databases at a glance",
            "housekeeping", "What is put in order by the calendar",
            ANY_DATABASE, "What is in a database, with the tables and views of other programs, which are read-only"));

    private OpenApiIntroduction() {
    }

    static void describe(OpenAPI document) {
        document.getInfo().description(TEXT)
                .contact(OASFactory.createContact().name("The DSA-110 continuum imaging pipeline"))
                .license(OASFactory.createLicense().name("None stated").identifier("NOASSERTION"));
        // Relative: whoever reads the document knows the address, which may be that of a proxy.
        document.addServer(OASFactory.createServer().url("/").description("Where this document comes from"));
        TAGS.forEach(
                (name, description) -> document.addTag(OASFactory.createTag().name(name).description(description)));
    }
}
