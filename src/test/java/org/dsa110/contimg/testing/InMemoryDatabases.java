package org.dsa110.contimg.testing;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

import io.quarkus.test.junit.QuarkusTestProfile;
import org.dsa110.contimg.database.Database;

/**
 * Lets a test run on five databases in memory, migrated and empty when the application starts:
 *
 * <pre>{@code
 * @QuarkusTest
 * @TestProfile(InMemoryDatabases.class)
 * }</pre>
 *
 * <p>Test classes with this profile share an application and so the databases. Reads and writes of a database run one after the other,
 * on one connection; what a test says of concurrency, of other programs or of durability it must say of files. A subclass may add
 * configuration of its own to {@link #getConfigOverrides}.
 */
public class InMemoryDatabases implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Arrays.stream(Database.values())
                .collect(Collectors.toMap(database -> "contimg.database.path." + database.unitName(),
                        database -> ":memory:"));
    }
}
