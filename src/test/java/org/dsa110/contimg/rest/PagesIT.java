package org.dsa110.contimg.rest;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged program. */
@QuarkusIntegrationTest
class PagesIT extends PagesTest {
}
