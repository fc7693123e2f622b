package org.dsa110.contimg.rest.internal.found;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged program. */
@QuarkusIntegrationTest
class FoundListsIT extends FoundListsTest {
}
