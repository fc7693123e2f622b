package org.dsa110.contimg.ingest.internal.claims;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged program. */
@QuarkusIntegrationTest
class WorkersIT extends WorkersTest {
}
