package org.dsa110.contimg.ingest.internal.steering;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged program. */
@QuarkusIntegrationTest
class ReprocessIT extends ReprocessTest {
}
