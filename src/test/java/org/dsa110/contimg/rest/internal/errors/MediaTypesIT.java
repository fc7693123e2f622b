package org.dsa110.contimg.rest.internal.errors;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class MediaTypesIT extends MediaTypesTest {
}
