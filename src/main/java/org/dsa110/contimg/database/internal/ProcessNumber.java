package org.dsa110.contimg.database.internal;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

import com.arjuna.ats.arjuna.common.CoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.ats.internal.arjuna.utils.SocketProcessId;
import com.arjuna.ats.internal.arjuna.utils.UuidProcessId;
import io.quarkus.runtime.StartupEvent;

/**
 * Tells the transaction manager by which number its transactions differ from those of other processes: a random one. Left to itself it
 * opens a port on the loopback address with the first transaction, to have a number that no other process on the host has. One that an
 * application has chosen stays.
 */
@Singleton
class ProcessNumber {
    void set(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        CoreEnvironmentBean environment = arjPropertyManager.getCoreEnvironmentBean();
        if (environment.getProcessImplementationClassName().equals(SocketProcessId.class.getName())) {
            environment.setProcessImplementation(new UuidProcessId());
        }
    }
}
