package org.dsa110.contimg.hdf5;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged program. */
@QuarkusIntegrationTest
class ConfiguredToleranceIT extends ConfiguredToleranceTest {
}
