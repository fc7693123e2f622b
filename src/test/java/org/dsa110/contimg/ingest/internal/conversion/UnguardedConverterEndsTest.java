package org.dsa110.contimg.ingest.internal.conversion;

import org.dsa110.contimg.ingest.internal.process.GuardedShell;

/** The same where there is no program that begins a session. */
class UnguardedConverterEndsTest extends ConverterEndsTest {
    @Override
    GuardedShell shell() {
        return GuardedShell.withoutSessions();
    }
}
