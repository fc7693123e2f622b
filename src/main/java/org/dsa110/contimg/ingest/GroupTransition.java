package org.dsa110.contimg.ingest;

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
import org.hibernate.annotations.Immutable;

/**
 * A change of a group's state, whoever made it: a row of ingest.queue_transitions, which a trigger writes. A field is null where its
 * column has no value.
 */
@Entity
@Immutable
@Row("A change of a group's state, whoever made it")
@Table(name = "queue_transitions")
public class GroupTransition extends PanacheEntityBase {
    /** What others may see of it: the token is the worker's alone. */
    public static final String QUERY = "SELECT id, group_id, from_state, to_state, at, changed_by, reason FROM queue_transitions";

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Quantity(ucd = "meta.id")
    @Schema(description = "Number of the transition, in the order in which they were made")
    public Long id;

    @NotNull
    @Schema(description = "Observation group")
    public String groupId;

    @Schema(description = "State before; null where the group is new")
    public String fromState;

    @Schema(description = "State after; null where the group was deleted")
    public String toState;

    @NotNull
    @Quantity(unit = "s", ucd = "time.epoch")
    @Schema(description = "When, Unix seconds")
    public Double at;

    @Schema(description = "Who: a worker, a part of the service, REST; null for another program that wrote into the file")
    public String changedBy;

    @Schema(description = "Why, for people; null where the states say all")
    public String reason;
}
