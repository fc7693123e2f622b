package org.dsa110.contimg.dataregistry;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.validation.constraints.NotNull;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import org.dsa110.contimg.rest.declare.Quantity;
import org.dsa110.contimg.rest.declare.Row;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.annotations.DynamicUpdate;

/**
 * What one data product has to do with another: a row of data_registry.data_relationships. A field is null where its column has no
 * value.
 */
@Entity
@DynamicUpdate
@Row("What one data product has to do with another")
@Table(name = "data_relationships")
public class DataRelationship extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Quantity(ucd = "meta.id")
    @Schema(description = "Number of the relationship; given by the database")
    public Long id;

    @NotNull
    @Quantity(ucd = "meta.id")
    @Schema(description = "The product that the other comes from; a data_id of data_registry")
    public String parentDataId;

    @NotNull
    @Quantity(ucd = "meta.id")
    @Schema(description = "The product that comes from it; a data_id of data_registry")
    public String childDataId;

    @NotNull
    @Schema(description = "How it comes from it: derived_from, contains, ...; unique for the two products; not a closed set")
    public String relationshipType;
}
