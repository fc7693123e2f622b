package org.dsa110.contimg.rest.internal.openapi;

import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An operation of the OpenAPI document.
 *
 * @param method in capitals
 * @param template its path, with parameters in braces
 * @param paths what the percent-encoded path of a request to it matches
 * @param node as the document describes it
 */
public record ApiOperation(String method, String template, Pattern paths, JsonNode node) {
    boolean matches(String path) {
        return paths.matcher(path).matches();
    }

    /** What becomes clear from the method and the form of the path alone: what share of requests succeeds is told by it. */
    String kind() {
        return method + (template.endsWith("}") ? " one row" : template.contains(":") ? " action" : " rows");
    }

    @Override
    public String toString() {
        return method + " " + template;
    }
}
