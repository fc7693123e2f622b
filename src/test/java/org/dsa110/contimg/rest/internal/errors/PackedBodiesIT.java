package org.dsa110.contimg.rest.internal.errors;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged program. */
@QuarkusIntegrationTest
class PackedBodiesIT extends PackedBodiesTest {
}
