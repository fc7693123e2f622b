package org.dsa110.contimg.dataregistry;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.database.UnitsOfWork;
import org.dsa110.contimg.rest.TableRows;
import org.dsa110.contimg.rest.TableServices;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.problem.Problem.Violation;
import org.dsa110.contimg.rest.problem.ProblemException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/**
 * The way of a data product over REST: staged, finalized, published. What is said twice is done once, except for failed attempts, which
 * are counted. Thread-safe.
 */
@WithRest
public abstract class DataProductAction {
    /**
     * What the path of every action begins with. Each action is a class with its whole path: requests are given to the class whose path fits
     * best, and one class for all, at the path of the database, would be given the imports of these tables too, which are elsewhere.
     */
    private static final String PATH = "/api/v1/data_registry/data_registry:";
    private static final String ROW = "#/components/schemas/data_registry.data_registry";
    private static final String DATA_ID = "data_id";
    private static final String DATA_ID_MEANING = "Name of the product";
    private static final String BAD_INPUT = "Problem details: a field is unknown, missing or wrong";
    private static final String ABSENT = "Problem details: there is no such product";

    private final UnitsOfWork units;
    final DataProductRepository repository;
    final TableRows<DataProduct> rows;

    DataProductAction(UnitsOfWork units, DataProductRepository repository, TableServices services) {
        this.units = units;
        this.repository = repository;
        this.rows = new TableRows<>(services, Database.DATA_REGISTRY, DataProduct.class);
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

    private static ProblemException notStaged(DataProduct product) {
        return new ProblemException(Status.CONFLICT, "the product " + product.dataId + " is not staged",
                List.of(new Violation("status", "is '" + product.status + "', not '" + PublishRule.STAGING + "'")));
    }

    private static String text(Map<String, Object> sent, String column) {
        return (String) sent.get(column);
    }

    /** Registers products over REST. Thread-safe. */
    @Path(PATH + "stage")
    @Produces(MediaType.APPLICATION_JSON)
    public static class Stage extends DataProductAction {
        Stage(UnitsOfWork units, DataProductRepository repository, TableServices services) {
            super(units, repository, services);
        }

        @POST
        @Consumes(MediaType.APPLICATION_JSON)
        @Operation(operationId = "stage_data_registry", summary = "Register a product as staged",
                description = "Enters it with status staging. One that is staged already and does not differ in what is sent stays as it is (200).")
        @RequestBody(required = true, content = @Content(schema = @Schema(type = SchemaType.OBJECT,
                requiredProperties = {"data_type", DATA_ID, "base_path", "stage_path"}, properties = {
                        @SchemaProperty(name = "data_type", type = SchemaType.STRING,
                                description = "Kind of product: ms, image, ..."),
                        @SchemaProperty(name = DATA_ID, type = SchemaType.STRING,
                                description = DATA_ID_MEANING + "; unique"),
                        @SchemaProperty(name = "base_path", type = SchemaType.STRING,
                                description = "Folder that it belongs to"),
                        @SchemaProperty(name = "stage_path", type = SchemaType.STRING, description = "Where it lies"),
                        @SchemaProperty(name = "metadata_json", type = SchemaType.STRING,
                                description = "Whatever else is known of it, JSON"),
                        @SchemaProperty(name = "auto_publish_enabled", type = SchemaType.INTEGER, defaultValue = "1",
                                description = "Whether it may be published without a person: 0 or 1")})))
        @APIResponse(responseCode = "200", description = "It is staged already; the row",
                content = @Content(schema = @Schema(ref = ROW)))
        @APIResponse(responseCode = "201", description = "The row as it is stored",
                content = @Content(schema = @Schema(ref = ROW)))
        @APIResponse(responseCode = "400", description = BAD_INPUT)
        @APIResponse(responseCode = "409", description = "Problem details: there is another product of that name")
        @Blocking
        public Uni<Response> stage(InputStream body) throws IOException {
            Map<String, Object> sent = rows.read(body, List.of("data_type", DATA_ID, "base_path", "stage_path"),
                    List.of("metadata_json", "auto_publish_enabled"));
            Long auto = (Long) sent.getOrDefault("auto_publish_enabled", 1L);
            if (auto != 0 && auto != 1) {
                throw ProblemException.badRequest("auto_publish_enabled", "must be 0 or 1");
            }
            return write("stage", connection -> {
                Optional<DataProduct> there = repository.findByDataId(text(sent, DATA_ID));
                if (there.isPresent()) {
                    checkSame(there.get(), sent);
                    return rows.answer(Response.ok(), connection, there.get().id);
                }
                DataProduct product = repository.stage(text(sent, "data_type"), text(sent, DATA_ID),
                        text(sent, "base_path"),
                        text(sent, "stage_path"), text(sent, "metadata_json"), auto == 1);
                return rows.answer(Response.status(Status.CREATED), connection, product.id);
            });
        }

        private static void checkSame(DataProduct product, Map<String, Object> sent) {
            List<Violation> other = new ArrayList<>();
            addIfOther(other, "status", product.status, PublishRule.STAGING);
            addIfOther(other, "data_type", product.dataType, sent.get("data_type"));
            addIfOther(other, "base_path", product.basePath, sent.get("base_path"));
            addIfOther(other, "stage_path", product.stagePath, sent.get("stage_path"));
            addIfOther(other, "metadata_json", product.metadataJson,
                    sent.getOrDefault("metadata_json", product.metadataJson));
            addIfOther(other, "auto_publish_enabled", product.autoPublishEnabled,
                    sent.getOrDefault("auto_publish_enabled", product.autoPublishEnabled));
            if (!other.isEmpty()) {
                throw new ProblemException(Status.CONFLICT,
                        "there is a product " + product.dataId + " already, and it differs", other);
            }
        }

        private static void addIfOther(List<Violation> other, String column, Object stored, Object wanted) {
            if (!Objects.equals(stored, wanted)) {
                other.add(new Violation(column, stored == null ? "is null" : "is '" + stored + "'"));
            }
        }
    }

    /** Says over REST that nothing more is done to a product. Thread-safe. */
    @Path(PATH + "finalize")
    @Produces(MediaType.APPLICATION_JSON)
    public static class Finalize extends DataProductAction {
        Finalize(UnitsOfWork units, DataProductRepository repository, TableServices services) {
            super(units, repository, services);
        }

        @POST
        @Consumes(MediaType.APPLICATION_JSON)
        @Operation(operationId = "finalize_data_registry",
                summary = "Say that nothing more is done to a staged product",
                description = "Sets finalization_status to finalized, and validation_status and qa_status where they are given: a product may"
                        + " be published when it is validated, an image when its quality assessment has passed, too.")
        @RequestBody(required = true, content = @Content(schema = @Schema(type = SchemaType.OBJECT,
                requiredProperties = DATA_ID, properties = {
                        @SchemaProperty(name = DATA_ID, type = SchemaType.STRING, description = DATA_ID_MEANING),
                        @SchemaProperty(name = "validation_status", type = SchemaType.STRING,
                                description = "Outcome of validation, such as validated"),
                        @SchemaProperty(name = "qa_status", type = SchemaType.STRING,
                                description = "Outcome of quality assessment, such as passed")})))
        @APIResponse(responseCode = "200", description = "The row as it is stored",
                content = @Content(schema = @Schema(ref = ROW)))
        @APIResponse(responseCode = "400", description = BAD_INPUT)
        @APIResponse(responseCode = "404", description = ABSENT)
        @APIResponse(responseCode = "409", description = "Problem details: it is not staged")
        @Blocking
        public Uni<Response> markFinalized(InputStream body) throws IOException {
            Map<String, Object> sent = rows.read(body, List.of(DATA_ID), List.of("validation_status", "qa_status"));
            return change("finalize", sent, product -> repository.markFinalized(product.dataId,
                    text(sent, "validation_status"), text(sent, "qa_status")), DataProductAction::notStaged);
        }
    }

    /** Says over REST that a product was published. Thread-safe. */
    @Path(PATH + "publish")
    @Produces(MediaType.APPLICATION_JSON)
    public static class Publish extends DataProductAction {
        Publish(UnitsOfWork units, DataProductRepository repository, TableServices services) {
            super(units, repository, services);
        }

        @POST
        @Consumes(MediaType.APPLICATION_JSON)
        @Operation(operationId = "publish_data_registry", summary = "Say that a product was published",
                description = "Sets status, published_path, published_at and publish_mode, counts the attempt and takes publish_error away, if"
                        + " the product is ready: staged, finalized, validated, and an image with quality assessment passed. Otherwise"
                        + " nothing is changed, and the violations say why. One that is published at the same path stays as it is.")
        @RequestBody(required = true, content = @Content(schema = @Schema(type = SchemaType.OBJECT,
                requiredProperties = {DATA_ID, "published_path"}, properties = {
                        @SchemaProperty(name = DATA_ID, type = SchemaType.STRING, description = DATA_ID_MEANING),
                        @SchemaProperty(name = "published_path", type = SchemaType.STRING,
                                description = "Where it lies now"),
                        @SchemaProperty(name = "publish_mode", type = SchemaType.STRING,
                                enumeration = {"auto", "manual"},
                                defaultValue = "manual",
                                description = "auto: without a person, which auto_publish_enabled must allow")})))
        @APIResponse(responseCode = "200", description = "The row as it is stored",
                content = @Content(schema = @Schema(ref = ROW)))
        @APIResponse(responseCode = "400", description = BAD_INPUT)
        @APIResponse(responseCode = "404", description = ABSENT)
        @APIResponse(responseCode = "409", description = "Problem details: it is not ready; the violations say why")
        @Blocking
        public Uni<Response> publish(InputStream body) throws IOException {
            Map<String, Object> sent = rows.read(body, List.of(DATA_ID, "published_path"), List.of("publish_mode"));
            String path = text(sent, "published_path");
            String mode = (String) sent.getOrDefault("publish_mode", PublishRule.MANUAL);
            if (path.isBlank()) {
                throw ProblemException.badRequest("published_path", "must not be blank");
            }
            if (!mode.equals(PublishRule.AUTO) && !mode.equals(PublishRule.MANUAL)) {
                throw ProblemException.badRequest("publish_mode", "must be auto or manual");
            }
            return change("publish", sent,
                    product -> PublishRule.PUBLISHED.equals(product.status) && path.equals(product.publishedPath)
                            || repository.publish(product.dataId, path, mode),
                    product -> new ProblemException(Status.CONFLICT,
                            "the product " + product.dataId + " is not ready to be published",
                            PublishRule.reasons(product, mode)));
        }
    }

    /** Says over REST that an attempt to publish a product failed. Thread-safe. */
    @Path(PATH + "publish_failed")
    @Produces(MediaType.APPLICATION_JSON)
    public static class PublishFailure extends DataProductAction {
        PublishFailure(UnitsOfWork units, DataProductRepository repository, TableServices services) {
            super(units, repository, services);
        }

        @POST
        @Consumes(MediaType.APPLICATION_JSON)
        @Operation(operationId = "publish_failed_data_registry",
                summary = "Say that an attempt to publish a product failed",
                description = "Counts the attempt and keeps the reason in publish_error; the product stays staged.")
        @RequestBody(required = true, content = @Content(schema = @Schema(type = SchemaType.OBJECT,
                requiredProperties = {DATA_ID, "publish_error"}, properties = {
                        @SchemaProperty(name = DATA_ID, type = SchemaType.STRING, description = DATA_ID_MEANING),
                        @SchemaProperty(name = "publish_error", type = SchemaType.STRING,
                                description = "Why it failed")})))
        @APIResponse(responseCode = "200", description = "The row as it is stored",
                content = @Content(schema = @Schema(ref = ROW)))
        @APIResponse(responseCode = "400", description = BAD_INPUT)
        @APIResponse(responseCode = "404", description = ABSENT)
        @APIResponse(responseCode = "409", description = "Problem details: it is not staged")
        @Blocking
        public Uni<Response> publishFailed(InputStream body) throws IOException {
            Map<String, Object> sent = rows.read(body, List.of(DATA_ID, "publish_error"), List.of());
            return change("publish failed", sent, product -> repository.recordFailedPublish(product.dataId,
                    text(sent, "publish_error")), DataProductAction::notStaged);
        }
    }
}
