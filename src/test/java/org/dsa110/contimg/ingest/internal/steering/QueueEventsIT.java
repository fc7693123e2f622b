package org.dsa110.contimg.ingest.internal.steering;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged program. */
@QuarkusIntegrationTest
class QueueEventsIT extends QueueEventsTest {
}
