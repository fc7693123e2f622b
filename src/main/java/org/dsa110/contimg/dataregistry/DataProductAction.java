package org.dsa110.contimg.dataregistry;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.database.UnitsOfWork;
import org.dsa110.contimg.rest.TableRows;
import org.dsa110.contimg.rest.TableServices;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.problem.Problem.Violation;
import org.dsa110.contimg.rest.problem.ProblemException;

/**
 * The way of a data product over REST: staged, finalized, published. What is said twice is done once, except for failed attempts, which
 * are counted. Thread-safe.
 */
@WithRest
abstract class DataProductAction {
    /**
     * What the path of every action begins with. Each action is a class with its whole path: requests are given to the class whose path fits
     * best, and one class for all, at the path of the database, would be given the imports of these tables too, which are elsewhere.
     */
    static final String PATH = "/api/v1/data_registry/data_registry:";
    static final String ROW = "#/components/schemas/data_registry.data_registry";
    static final String DATA_ID = "data_id";
    static final String DATA_ID_MEANING = "Name of the product";
    static final String BAD_INPUT = "Problem details: a field is unknown, missing or wrong";
    static final String ABSENT = "Problem details: there is no such product";

    private final UnitsOfWork units;
    private final DataProductRepository repository;
    private final TableRows<DataProduct> rows;

    DataProductAction(UnitsOfWork units, DataProductRepository repository, TableServices services) {
        this.units = units;
        this.repository = repository;
        this.rows = new TableRows<>(services, Database.DATA_REGISTRY, DataProduct.class);
    }

    final DataProductRepository repository() {
        return repository;
    }

    final TableRows<DataProduct> rows() {
        return rows;
    }

    final Uni<Response> write(String verb, UnitOfWork<Response> work) {
        return units.write(Database.DATA_REGISTRY, UnitOfWork.named(verb + " data_registry", work));
    }

    /**
     * Changes the product that is named, in one unit of work, and answers with its row.
     *
     * @param change says whether it took effect
     * @param refusal what to answer when it did not
     */
    final Uni<Response> change(String verb, Map<String, Object> sent, Predicate<DataProduct> change,
            Function<DataProduct, ProblemException> refusal) {
        return write(verb, connection -> {
            String dataId = text(sent, DATA_ID);
            DataProduct product = repository.findByDataId(dataId).orElseThrow(() -> ProblemException
                    .notFound("data_registry.data_registry has no row with data_id = " + dataId));
            if (!change.test(product)) {
                throw refusal.apply(product);
            }
            return rows.answer(Response.ok(), connection, product.id);
        });
    }

    static ProblemException notStaged(DataProduct product) {
        return new ProblemException(Status.CONFLICT, "the product " + product.dataId + " is not staged",
                List.of(new Violation("status", "is '" + product.status + "', not '" + PublishRule.STAGING + "'")));
    }

    static String text(Map<String, Object> sent, String column) {
        return (String) sent.get(column);
    }
}
