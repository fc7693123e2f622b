package org.dsa110.contimg.vo.internal.obscore;

import java.util.List;
import java.util.Map;

import org.dsa110.contimg.rest.internal.list.Condition;
import org.dsa110.contimg.rest.internal.list.ListRequest;
import org.dsa110.contimg.rest.problem.ProblemException;
import org.dsa110.contimg.rest.query.NamedList;

/** Which images a query of SIA 2.0 asks for: those of which each parameter that is given says any of its values. Stateless. */
public final class ImageQuery {
    private ImageQuery() {
    }

    /**
     * In the order of their keys.
     *
     * @param values of the parameters, by their names in large letters; those of others are not looked at
     * @param limit how many rows at the most; 0 for none
     * @throws ProblemException 400 naming the first parameter that is wrong
     */
    public static ListRequest of(ObsCoreTable table, Map<String, List<String>> values, long limit) {
        List<Condition> conditions = SearchParameter.ALL.stream()
                .filter(parameter -> values.containsKey(parameter.name()))
                .map(parameter -> parameter.of(values.get(parameter.name()))).toList();
        Condition all = Condition.all(conditions);
        return ListRequest.all(table, NamedList.of(all.sql(), all.values(), null), limit, table.columns());
    }
}
