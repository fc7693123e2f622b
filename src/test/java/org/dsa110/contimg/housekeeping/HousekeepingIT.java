package org.dsa110.contimg.housekeeping;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class HousekeepingIT extends HousekeepingTest {
}
