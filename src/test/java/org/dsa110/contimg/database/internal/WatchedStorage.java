package org.dsa110.contimg.database.internal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import org.dsa110.contimg.database.internal.engine.ReadConnection;
import org.dsa110.contimg.database.internal.engine.Storage;
import org.dsa110.contimg.database.internal.engine.WriteConnection;

/** A storage and its connections, which do all that they do, but for faults that a test asks for. Thread-safe. */
final class WatchedStorage {
    private final Map<String, Throwable> faults = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Void>> awaited = new ConcurrentHashMap<>();
    private final Storage storage;

    WatchedStorage(Storage real) {
        storage = watched(Storage.class, real);
    }

    Storage storage() {
        return storage;
    }

    /** The next call of a method, of the storage or of a connection, throws this instead. */
    void fail(String method, Throwable fault) {
        faults.put(method, fault);
    }

    /** Is complete when the next call of a method has returned. */
    CompletableFuture<Void> next(String method) {
        return awaited.computeIfAbsent(method, ignored -> new CompletableFuture<>());
    }

    private <T> T watched(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type},
                (proxy, method, arguments) -> call(real, method, arguments)));
    }

    private Object call(Object real, Method method, Object... arguments) throws Throwable {
        Throwable fault = faults.remove(method.getName());
        if (fault != null) {
            throw fault;
        }
        Object result;
        try {
            result = method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
        CompletableFuture<Void> waiting = awaited.remove(method.getName());
        if (waiting != null) {
            waiting.complete(null);
        }
        if (result instanceof WriteConnection connection) {
            return watched(WriteConnection.class, connection);
        }
        return result instanceof ReadConnection connection ? watched(ReadConnection.class, connection) : result;
    }
}
