package org.dsa110.contimg.rest.internal.imports;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged program. */
@QuarkusIntegrationTest
class ExportGoesBackIT extends ExportGoesBackTest {
}
