package org.dsa110.contimg.ingest.internal.steering;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of what an operator does, for the OpenAPI document. Immutable. */
@Schema(name = "OperatorReason", requiredProperties = Reason.FIELD)
record Reason(@Schema(description = "Why, for people") String reason) {
    static final String FIELD = "reason";
}
