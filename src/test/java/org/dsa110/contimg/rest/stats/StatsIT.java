package org.dsa110.contimg.rest.stats;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged program. */
@QuarkusIntegrationTest
class StatsIT extends StatsTest {
}
