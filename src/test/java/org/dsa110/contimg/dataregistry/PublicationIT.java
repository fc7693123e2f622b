package org.dsa110.contimg.dataregistry;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged program. */
@QuarkusIntegrationTest
class PublicationIT extends PublicationTest {
}
