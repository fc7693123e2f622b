package org.dsa110.contimg.rest.internal.write;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged program. */
@QuarkusIntegrationTest
class ReplaceIT extends ReplaceTest {
}
