package org.dsa110.contimg.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

import javax.sql.rowset.CachedRowSet;
import javax.sql.rowset.RowSetProvider;

import org.sqlite.JDBC;

/**
 * What the Dev UI browses tables through, in dev mode alone. It counts the rows of an answer by going to its end and back, and SQLite's
 * driver only goes forward; here such an answer is read whole. Thread-safe.
 */
public final class BrowsingDriver extends JDBC {
    @Override
    public Connection connect(String url, Properties settings) throws SQLException {
        Connection connection = super.connect(url, settings);
        return proxy(Connection.class, connection, (proxy, method, arguments) -> {
            if (method.getName().equals("createStatement") && arguments != null && arguments.length >= 2) {
                return browsing(connection.createStatement());
            }
            return invoke(connection, method, arguments);
        });
    }

    private static Statement browsing(Statement statement) {
        return proxy(Statement.class, statement, (proxy, method, arguments) -> {
            Object answer = invoke(statement, method, arguments);
            if (answer instanceof ResultSet rows && method.getName().equals("executeQuery")) {
                CachedRowSet all = RowSetProvider.newFactory().createCachedRowSet();
                all.populate(rows);
                return all;
            }
            return answer;
        });
    }

    private static <T> T proxy(Class<T> type, T target, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(target.getClass().getClassLoader(), new Class<?>[]{type}, handler));
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
