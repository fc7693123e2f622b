package org.dsa110.contimg.dataregistry;

import java.time.Clock;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;

/**
 * Finds and stores data products, inside units of work on data_registry, and brings them from staging to published. Each change of state is
 * one statement that names the state it expects and says whether it took effect; entities that the unit of work read before do not hear
 * of it. Thread-safe.
 *
 * <pre>
 * staging -> staging      finalized: nothing more is done to it
 * staging -> published    it is finalized and validated, and an image has passed quality assessment
 * </pre>
 */
@ApplicationScoped
public class DataProductRepository implements PanacheRepositoryBase<DataProduct, Long> {
    private static final String STAGED = " where dataId = ?1 and status = 'staging'";

    private final Clock clock;

    DataProductRepository(Clock clock) {
        this.clock = clock;
    }

    /** The product of that name. */
    public Optional<DataProduct> findByDataId(String dataId) {
        return find("dataId", dataId).singleResultOptional();
    }

    /**
     * The newest products, newest first.
     *
     * @param status staging, published, ...; null for all
     * @param dataType ms, image, ...; null for all
     * @param limit how many at the most, from 1 on
     */
    public List<DataProduct> newest(String status, String dataType, int limit) {
        Sort newestFirst = Sort.by("createdAt").descending().and("id", Sort.Direction.Descending);
        return find("(?1 is null or status = ?1) and (?2 is null or dataType = ?2)", newestFirst, status, dataType)
                .page(Page.ofSize(limit)).list();
    }

    /** Staged products that are to be published without a person and are not finalized yet, oldest first. They cannot be published. */
    public List<DataProduct> pendingPublish(int limit) {
        return oldest(PublishRule.PENDING_PUBLISH, limit);
    }

    /** Staged products that may be published now, oldest first. */
    public List<DataProduct> readyToPublish(int limit) {
        return oldest(PublishRule.READY, limit);
    }

    /**
     * Registers a product as staged now.
     *
     * @param metadataJson whatever else is known of it, JSON; may be null
     * @param autoPublish whether it may be published without a person
     * @return the product, stored
     */
    public DataProduct stage(String dataType, String dataId, String basePath, String stagePath, String metadataJson,
            boolean autoPublish) {
        DataProduct product = new DataProduct();
        product.dataType = dataType;
        product.dataId = dataId;
        product.basePath = basePath;
        product.stagePath = stagePath;
        product.metadataJson = metadataJson;
        product.autoPublishEnabled = autoPublish ? 1L : 0L;
        product.createdAt = now();
        product.stagedAt = product.createdAt;
        persist(product);
        return product;
    }

    /**
     * Says that nothing more is done to a staged product.
     *
     * @param validationStatus the outcome of validation, such as {@code validated}; null to leave it as it is
     * @param qaStatus the outcome of quality assessment, such as {@code passed}; null to leave it as it is
     * @return whether there is such a product, and it is staged
     */
    public boolean markFinalized(String dataId, String validationStatus, String qaStatus) {
        return update("finalizationStatus = 'finalized', validationStatus = coalesce(?2, validationStatus),"
                + " qaStatus = coalesce(?3, qaStatus)" + STAGED, dataId, validationStatus, qaStatus) > 0;
    }

    /**
     * Says that a product was published.
     *
     * @param publishedPath where it lies now; never null
     * @param mode auto or manual
     * @return whether there is such a product, and it was ready, and for auto might be published without a person
     * @throws IllegalArgumentException for another mode, or without a path
     */
    public boolean publish(String dataId, String publishedPath, String mode) {
        boolean auto = PublishRule.AUTO.equals(mode);
        if (publishedPath == null || publishedPath.isEmpty() || !auto && !PublishRule.MANUAL.equals(mode)) {
            throw new IllegalArgumentException("a product is published at a path, and by auto or manual");
        }
        return getEntityManager()
                .createNativeQuery("UPDATE data_registry SET status = 'published', published_path = ?1,"
                        + " published_at = ?2, publish_mode = ?3, publish_error = NULL, publish_attempts = coalesce(publish_attempts, 0) + 1"
                        + " WHERE data_id = ?4 AND " + PublishRule.READY
                        + (auto ? " AND auto_publish_enabled = 1" : ""))
                .setParameter(1, publishedPath).setParameter(2, now()).setParameter(3, mode).setParameter(4, dataId)
                .executeUpdate() > 0;
    }

    /**
     * Says that an attempt to publish a staged product failed.
     *
     * @param error why
     * @return whether there is such a product, and it is staged
     */
    public boolean recordFailedPublish(String dataId, String error) {
        return update("publishError = ?2, publishAttempts = coalesce(publishAttempts, 0) + 1" + STAGED, dataId,
                error) > 0;
    }

    @SuppressWarnings("unchecked")
    private List<DataProduct> oldest(String condition, int limit) {
        return getEntityManager().createNativeQuery(
                "SELECT * FROM data_registry WHERE " + condition + " ORDER BY created_at, id", DataProduct.class)
                .setMaxResults(limit).getResultList();
    }

    private double now() {
        return clock.millis() / 1000.0;
    }
}
