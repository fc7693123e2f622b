package org.dsa110.contimg.rest.internal.list;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged program. */
@QuarkusIntegrationTest
class RandomConesIT extends RandomConesTest {
}
