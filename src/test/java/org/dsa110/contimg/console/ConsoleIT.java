package org.dsa110.contimg.console;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged program. */
@QuarkusIntegrationTest
class ConsoleIT extends ConsoleTest {
}
