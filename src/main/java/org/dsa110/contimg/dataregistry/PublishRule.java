package org.dsa110.contimg.dataregistry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.dsa110.contimg.rest.problem.Problem.Violation;

/**
 * When a product may be published: it is staged, finalized and validated, and images have passed quality assessment. The same in SQL,
 * which decides, and in words, for those who are refused.
 */
final class PublishRule {
    static final String STAGING = "staging";
    static final String PUBLISHED = "published";
    static final String AUTO = "auto";
    static final String MANUAL = "manual";

    /** The names are those of the columns. */
    static final String READY = "status = 'staging' AND finalization_status = 'finalized' AND validation_status = 'validated'"
            + " AND (data_type <> 'image' OR qa_status = 'passed')";
    /** What old programs look for when they ask what is still to be published. */
    static final String PENDING_PUBLISH = "status = 'staging' AND auto_publish_enabled = 1 AND finalization_status = 'pending'";

    private PublishRule() {
    }

    /**
     * What keeps a product from being published; empty when nothing does.
     *
     * @param mode auto or manual
     */
    static List<Violation> reasons(DataProduct product, String mode) {
        List<Violation> reasons = new ArrayList<>();
        require(reasons, "status", product.status, STAGING);
        requireOutcomes(reasons, product.dataType, product.finalizationStatus, product.validationStatus,
                product.qaStatus);
        if (AUTO.equals(mode) && (product.autoPublishEnabled == null || product.autoPublishEnabled != 1)) {
            reasons.add(new Violation("auto_publish_enabled", "is not 1, so only a person may publish it"));
        }
        return reasons;
    }

    /** What a row of data_registry lacks that has the status published; empty when it lacks nothing. */
    static List<Violation> missing(ResultSet published) throws SQLException {
        List<Violation> missing = new ArrayList<>();
        String path = published.getString("published_path");
        if (path == null || path.isBlank()) {
            missing.add(new Violation("published_path", "must say where it lies"));
        }
        if (published.getObject("published_at") == null) {
            missing.add(new Violation("published_at", "must say since when"));
        }
        requireOutcomes(missing, published.getString("data_type"), published.getString("finalization_status"),
                published.getString("validation_status"), published.getString("qa_status"));
        return missing;
    }

    private static void requireOutcomes(List<Violation> reasons, String dataType, String finalization,
            String validation, String qa) {
        require(reasons, "finalization_status", finalization, "finalized");
        require(reasons, "validation_status", validation, "validated");
        if ("image".equals(dataType)) {
            require(reasons, "qa_status", qa, "passed");
        }
    }

    private static void require(List<Violation> reasons, String column, String value, String wanted) {
        if (!wanted.equals(value)) {
            reasons.add(new Violation(column,
                    "is " + (value == null ? "null" : "'" + value + "'") + ", not '" + wanted + "'"));
        }
    }
}
