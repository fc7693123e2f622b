package org.dsa110.contimg.products;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged program. */
@QuarkusIntegrationTest
class PictureAnswersIT extends PictureAnswersTest {
}
