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

/** A tag on a data product: a row of data_registry.data_tags. A field is null where its column has no value. */
@Entity
@DynamicUpdate
@Row("A tag on a data product")
@Table(name = "data_tags")
public class DataTag extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Quantity(ucd = "meta.id")
    @Schema(description = "Number of the tag; given by the database")
    public Long id;

    @NotNull
    @Quantity(ucd = "meta.id")
    @Schema(description = "The product; a data_id of data_registry")
    public String dataId;

    @NotNull
    @Schema(description = "The tag; unique for the product")
    public String tag;
}
