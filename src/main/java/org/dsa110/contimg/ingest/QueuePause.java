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

/** A time in which no groups were given out: a row of ingest.queue_pauses. A field is null where its column has no value. */
@Entity
@Immutable
@Row("A time in which no groups were given out")
@Table(name = "queue_pauses")
public class QueuePause extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Quantity(ucd = "meta.id")
    @Schema(description = "Number of the pause, in the order in which they began")
    public Long id;

    @NotNull
    @Quantity(unit = "s", ucd = "time.start")
    @Schema(description = "When it began, Unix seconds")
    public Double pausedAt;

    @NotNull
    @Schema(description = "Who wanted it: the name of his token, operator where tokens are not required")
    public String pausedBy;

    @NotNull
    @Schema(description = "Why, for people")
    public String pauseReason;

    @Quantity(unit = "s", ucd = "time.end")
    @Schema(description = "When it ended, Unix seconds; null while it lasts")
    public Double resumedAt;

    @Schema(description = "Who ended it")
    public String resumedBy;

    @Schema(description = "Why it ended, for people")
    public String resumeReason;
}
