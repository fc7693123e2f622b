package org.dsa110.contimg.rest.query;

import java.util.List;

import jakarta.ws.rs.core.UriInfo;

import org.dsa110.contimg.rest.problem.ProblemException;

/**
 * A query with a path of its own, declared once: its parameters are read and described by this alone. Its resource is a {@link Queries}.
 * Immutable and thread-safe.
 *
 * @param operationId of its operation in the OpenAPI document
 * @param rowsOf the table whose rows it lists, such as {@code products.images}: it takes all that the table's list takes, too; null for
 *        a query that has an answer of its own and no other parameters
 * @param parameters its own
 */
public record NamedQuery(String operationId, String rowsOf, List<Parameter<?>> parameters) {
    /** One that answers something of its own. */
    public static NamedQuery of(String operationId, Parameter<?>... parameters) {
        return new NamedQuery(operationId, null, List.of(parameters));
    }

    /** One that lists rows of a table. */
    public static NamedQuery listOf(String table, String operationId, Parameter<?>... parameters) {
        return new NamedQuery(operationId, table, List.of(parameters));
    }

    /**
     * What a request asks for.
     *
     * @throws ProblemException 400 naming the first of its parameters whose text is not what it must be. A query with an answer of its own
     *         has no others, so there every unknown or repeated parameter is named first; a list looks at the others when it is read
     */
    public QueryParameters read(UriInfo uri) {
        if (rowsOf == null) {
            QueryParameters.refuseOthers(uri, names());
        }
        return new QueryParameters(uri, parameters);
    }

    /**
     * The rows that are wanted.
     *
     * @param condition SQL with a question mark for each value, without any text of a client; null for all rows
     * @param values what is bound to the question marks, in order; none of them null
     * @param order as {@code ?order=} has it; null for that of the key
     */
    public NamedList list(String condition, List<Object> values, String order) {
        return new NamedList(names(), condition, values, order);
    }

    private List<String> names() {
        return parameters.stream().<String>map(Parameter::name).toList();
    }
}
