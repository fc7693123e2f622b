package org.dsa110.contimg.ingest.internal.claims;

import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.dsa110.contimg.rest.declare.Quantity;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What workers send: each call has some of these. No table, but declared like one, so that it is checked as rows are. */
@RegisterForReflection
@Table(name = "queue")
public class QueueFields {
    static final int LONGEST_LEASE = 86_400;
    static final int MOST_CLAIMS = 1000;

    @Id
    @Size(min = 1, max = 256)
    @Schema(description = "Name of the worker, for people")
    public String worker;

    @Min(1)
    @Max(MOST_CLAIMS)
    @Schema(description = "How many groups at the most")
    public Long max;

    @DecimalMin("1")
    @DecimalMax("" + LONGEST_LEASE)
    @Quantity(unit = "s", ucd = "time.duration")
    @Schema(description = "How long the groups stay the worker's without a sign of life, seconds")
    public Double leaseSeconds;

    @Size(min = 1, max = 256)
    @Schema(description = "Observation group")
    public String groupId;

    @Size(min = 1, max = 256)
    @Schema(description = "Token of the claim")
    public String token;

    @Size(min = 1, max = 4096)
    @Schema(description = "Where the measurement set lies: an absolute path")
    public String msPath;

    @DecimalMin("0")
    @Quantity(unit = "s", ucd = "time.duration")
    @Schema(description = "Time to load the subband files, seconds")
    public Double loadTime;

    @DecimalMin("0")
    @Quantity(unit = "s", ucd = "time.duration")
    @Schema(description = "Time to phase the visibilities, seconds")
    public Double phaseTime;

    @DecimalMin("0")
    @Quantity(unit = "s", ucd = "time.duration")
    @Schema(description = "Time to write the measurement set, seconds")
    public Double writeTime;

    @DecimalMin("0")
    @Quantity(unit = "s", ucd = "time.duration")
    @Schema(description = "Time of the whole conversion, seconds")
    public Double totalTime;

    @Size(max = 256)
    @Schema(description = "What wrote the measurement set")
    public String writerType;

    @Size(min = 1, max = 65536)
    @Schema(description = "Why the conversion failed")
    public String error;

    @Schema(description = "Whether another attempt may succeed")
    public Boolean retryable;

    @Size(max = 65536)
    @Schema(description = "Why the group is given back")
    public String reason;
}
