package org.dsa110.contimg.rest.internal.table;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged program. */
@QuarkusIntegrationTest
class WholeNumbersIT extends WholeNumbersTest {
}
