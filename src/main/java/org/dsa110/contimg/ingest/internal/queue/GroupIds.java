package org.dsa110.contimg.ingest.internal.queue;

import java.util.Collection;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** Several groups as one value of a statement, whose text is the same for any number of them. */
public final class GroupIds {
    /** A condition's right side: those of the next parameter. */
    static final String LISTED = "(SELECT value FROM json_each(?))";

    private GroupIds() {
    }

    public static String json(Collection<String> groupIds) {
        ArrayNode ids = JsonNodeFactory.instance.arrayNode();
        groupIds.forEach(ids::add);
        return ids.toString();
    }
}
