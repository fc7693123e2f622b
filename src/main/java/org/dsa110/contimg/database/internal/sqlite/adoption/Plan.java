package org.dsa110.contimg.database.internal.sqlite.adoption;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import org.dsa110.contimg.database.Progress;

/**
 * What brings a file to the tables of the migrations, but for their indexes and triggers.
 *
 * @param steps in the order in which they are done
 * @param findings what is left as it is
 */
record Plan(List<Step> steps, List<String> findings) {
    List<String> sentences() {
        return steps.stream().map(Step::sentence).toList();
    }

    /** Does all of it, in the transaction of the caller. */
    void run(Connection connection, Progress progress) throws SQLException {
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            progress.step(step.sentence(), i, steps.size());
            if (step.edit() != null) {
                step.edit().apply(connection);
            }
            try (Statement statement = connection.createStatement()) {
                for (String sql : step.statements()) {
                    statement.executeUpdate(sql);
                }
            }
        }
    }
}
