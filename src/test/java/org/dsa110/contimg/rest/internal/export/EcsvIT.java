package org.dsa110.contimg.rest.internal.export;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged program. */
@QuarkusIntegrationTest
class EcsvIT extends EcsvTest {
}
