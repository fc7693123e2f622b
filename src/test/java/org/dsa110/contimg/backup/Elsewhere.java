package org.dsa110.contimg.backup;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.EnumMap;
import java.util.Map;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseFiles;
import org.dsa110.contimg.database.Location;

/** The files of the program under test, by settings that name other places. */
final class Elsewhere {
    private Elsewhere() {
    }

    static DatabaseFiles of(DatabaseFiles files, Map<Database, Location> places) {
        return (DatabaseFiles) Proxy.newProxyInstance(Elsewhere.class.getClassLoader(),
                new Class<?>[]{DatabaseFiles.class}, (proxy, method, arguments) -> {
                    try {
                        return method.getName().equals("locate")
                                ? new EnumMap<>(places)
                                : method.invoke(files, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
