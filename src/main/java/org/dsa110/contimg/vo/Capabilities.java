package org.dsa110.contimg.vo;

import java.net.URI;
import java.util.Comparator;
import java.util.List;

import jakarta.inject.Singleton;

import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.internal.list.ListRequest;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.dsa110.contimg.vo.internal.obscore.ObsCoreTable;
import org.dsa110.contimg.vo.internal.obscore.SearchParameter;

/**
 * What the services of the Virtual Observatory can do and where they are, as VOResource 1.1 says it, with SimpleDALRegExt 1.1 for the cone
 * searches: VOSI 1.1, section 2.1. Thread-safe.
 */
@WithRest
@Singleton
class Capabilities {
    private static final String INTERFACE = "interface";
    private static final String CAPABILITY = "capability";
    private static final String XML = "text/xml";
    private static final String OPTIONAL = "optional";
    private static final String STRING = "string";

    private final ConeTables tables;

    Capabilities(ConeTables tables) {
        this.tables = tables;
    }

    /** @param root where the client has found the service, with a slash at its end */
    byte[] at(URI root) {
        XmlDocument document = new XmlDocument("vosi", "capabilities", "vosi",
                "http://www.ivoa.net/xml/VOSICapabilities/v1.0", "vr", "http://www.ivoa.net/xml/VOResource/v1.0", "vs",
                "http://www.ivoa.net/xml/VODataService/v1.1", "cs", "http://www.ivoa.net/xml/ConeSearch/v1.0");
        support(document, "ivo://ivoa.net/std/VOSI#capabilities", root + "vo/capabilities");
        support(document, "ivo://ivoa.net/std/VOSI#availability", root + "vo/availability");
        support(document, "ivo://ivoa.net/std/VOSI#tables-1.1", root + "vo/tables");
        imageAccess(document, root + SimpleImageResource.PATH.substring(1) + "/" + SimpleImageResource.QUERY);
        List<TableDescription<?>> all = tables.all()
                .sorted(Comparator.<TableDescription<?>, String>comparing(TableDescription::name)).toList();
        all.forEach(table -> coneSearch(document, table, root + "vo/scs/" + table.name() + "?"));
        return document.bytes();
    }

    private static void support(XmlDocument document, String standard, String url) {
        document.start(CAPABILITY, "standardID", standard);
        startInterface(document, null, "full", url, XML, "GET").end(INTERFACE).end(CAPABILITY);
    }

    private static void imageAccess(XmlDocument document, String url) {
        document.start(CAPABILITY, "standardID", "ivo://ivoa.net/std/SIA#query-2.0")
                .element("description", "Simple Image Access: " + ObsCoreTable.DESCRIPTION);
        startInterface(document, "2.0", "base", url, VotableType.USUAL.toString(), "GET", "POST");
        SearchParameter.ALL.forEach(each -> parameter(document, OPTIONAL, each.name(), each.description(), each.unit(),
                null, STRING));
        dali(document);
        document.end(INTERFACE).end(CAPABILITY);
    }

    private static void dali(XmlDocument document) {
        parameter(document, OPTIONAL, DaliParameters.MAXREC, "How many rows at the most", null, null, "integer");
        parameter(document, OPTIONAL, VotableType.PARAMETER, "Media type of the VOTable", null, null, STRING);
    }

    private static void coneSearch(XmlDocument document, TableDescription<?> table, String url) {
        document.start(CAPABILITY, "xsi:type", "cs:ConeSearch", "standardID", "ivo://ivoa.net/std/ConeSearch")
                .element("description", "Cone search of " + table + ": " + table.description());
        startInterface(document, null, "base", url, VotableType.USUAL.toString(), "GET");
        parameter(document, "required", "RA", "Right ascension of the centre, ICRS", "deg", "pos.eq.ra", "real");
        parameter(document, "required", "DEC", "Declination of the centre, ICRS", "deg", "pos.eq.dec", "real");
        parameter(document, "required", "SR", "Radius", "deg", null, "real");
        parameter(document, OPTIONAL, "VERB", "1: the least columns, 2: what is measured, 3: all", null, null,
                "integer");
        dali(document);
        // All rows are in that cone. It is bounded, as registries ask for it regularly; so many rows go by key, without sorting all of them.
        document.end(INTERFACE).element("maxSR", "180").element("verbosity", "true").start("testQuery")
                .element("ra", "0").element("dec", "0").element("sr", "180")
                .element("extras", DaliParameters.MAXREC + "=" + (ListRequest.MAX_LIMIT + 1)).end("testQuery")
                .end(CAPABILITY);
    }

    /** @param version of the standard; null for that which the capability is of anyway */
    private static XmlDocument startInterface(XmlDocument document, String version, String use, String url,
            String type, String... methods) {
        document.start(INTERFACE, "xsi:type", "vs:ParamHTTP", "role", "std", "version", version)
                .element("accessURL", url, "use", use);
        for (String method : methods) {
            document.element("queryType", method);
        }
        return document.element("resultType", type);
    }

    private static void parameter(XmlDocument document, String use, String name, String description, String unit,
            String ucd, String type) {
        document.start("param", "std", "true", "use", use).element("name", name).element("description", description)
                .element("unit", unit).element("ucd", ucd).element("dataType", type).end("param");
    }
}
