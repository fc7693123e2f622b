package org.dsa110.contimg.vo;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged program. */
@QuarkusIntegrationTest
class ImageRowsIT extends ImageRowsTest {
}
