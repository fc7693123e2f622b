package org.dsa110.contimg.calregistry;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged program. */
@QuarkusIntegrationTest
class CalibrationQueriesIT extends CalibrationQueriesTest {
}
