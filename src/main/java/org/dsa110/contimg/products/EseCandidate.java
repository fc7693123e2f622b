package org.dsa110.contimg.products;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import org.dsa110.contimg.rest.declare.Quantity;
import org.dsa110.contimg.rest.declare.Row;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.annotations.DynamicUpdate;

/**
 * A source flagged for an extreme scattering event (ESE): a row of products.ese_candidates. A field is null where its column has no
 * value.
 */
@Entity
@DynamicUpdate
@Row("A source flagged for an extreme scattering event (ESE)")
@Table(name = "ese_candidates")
public class EseCandidate extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Quantity(ucd = "meta.id")
    @Schema(description = "Number of the candidate; given by the database")
    public Long id;

    @NotNull
    @Quantity(ucd = "meta.id;src")
    @Schema(description = "Name of the source; one of variability_stats")
    public String sourceId;

    @NotNull
    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When it was flagged, Unix seconds")
    public Double flaggedAt;

    @Schema(description = "Who flagged it: auto, or a person's name")
    public String flaggedBy = "auto";

    @NotNull
    @Schema(description = "Significance of the variation, standard deviations")
    public Double significance;

    @NotNull
    @Schema(description = "Why it was flagged; not a closed set")
    public String flagType;

    @Size(max = 65536)
    @Schema(description = "Remarks")
    public String notes;

    @Schema(description = "active, investigated, dismissed, ...; not a closed set")
    public String status = "active";

    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When it was investigated, Unix seconds")
    public Double investigatedAt;

    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When it was dismissed, Unix seconds")
    public Double dismissedAt;
}
