package org.dsa110.contimg.rest.internal.openapi;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged program. */
@QuarkusIntegrationTest
class SwaggerUiIT extends SwaggerUiTest {
}
