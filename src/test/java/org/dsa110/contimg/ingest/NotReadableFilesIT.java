package org.dsa110.contimg.ingest;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged program. */
@QuarkusIntegrationTest
class NotReadableFilesIT extends NotReadableFilesTest {
}
