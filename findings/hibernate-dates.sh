#!/usr/bin/env bash
# Hibernate's dialect for SQLite takes dates for texts in HQL, and the driver stores them as milliseconds: many conditions are wrong.
#
# Versions: Hibernate and its community dialects 7.2.14.Final, sqlite-jdbc 3.53.0.0.
# Behaviour: with the driver's default (date_class=INTEGER) year(), extract and sums of dates are null, and every row is before the present instant.
#   With TEXT these are right, but for the sum. A literal date goes to SQLite without quotes and is a subtraction, 2030-01-01 being 2028; a
#   literal datetime is an error of syntax. Values of columns and bound parameters are right in both.
# Output:
#   Hibernate 7.2.14.Final sqlite-jdbc 3.53.0.0
#   INTEGER, started: 2026-02-11
#   INTEGER, year(started): null
#   INTEGER, extract(month from started): null
#   INTEGER, started + 1 day: null
#   INTEGER, started > date 2000-01-01: false
#   INTEGER, started > date 2030-01-01: false
#   INTEGER, started > :day: true
#   INTEGER, started < :day: false
#   INTEGER, at > instant: false
#   INTEGER, at < instant: true
#   INTEGER, at > datetime 2000-01-01 00:00:00: GenericJDBCException
#   TEXT, started: 2026-02-11
#   TEXT, year(started): 2026
#   TEXT, extract(month from started): 2
#   TEXT, started + 1 day: GenericJDBCException
#   TEXT, started > date 2000-01-01: true
#   TEXT, started > date 2030-01-01: true
#   TEXT, started > :day: true
#   TEXT, started < :day: false
#   TEXT, at > instant: true
#   TEXT, at < instant: false
#   TEXT, at > datetime 2000-01-01 00:00:00: GenericJDBCException

. "$(dirname "$0")/packages"

cat >"$work/Look.java" <<'JAVA'
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.hibernate.HibernateException;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.Version;
import org.hibernate.cfg.Configuration;
import org.sqlite.SQLiteJDBCLoader;

public class Look {
    private static final LocalDate DAY = LocalDate.parse("2000-01-01");

    @Entity(name = "Row")
    public static class Row {
        @Id
        public int id = 1;
        public Instant at = Instant.parse("2226-02-11T15:58:07Z");
        public LocalDate started = LocalDate.parse("2026-02-11");
    }

    public static void main(String[] storages) {
        System.out.println("Hibernate " + Version.getVersionString() + " sqlite-jdbc " + SQLiteJDBCLoader.getVersion());
        for (String storage : storages) {
            try (SessionFactory factory = new Configuration().addAnnotatedClass(Row.class)
                    .setProperty("hibernate.dialect", "org.hibernate.community.dialect.SQLiteDialect")
                    .setProperty("hibernate.connection.url", "jdbc:sqlite:" + storage + "?date_class=" + storage)
                    .setProperty("hibernate.hbm2ddl.auto", "create").setProperty("hibernate.jdbc.time_zone", "UTC")
                    .buildSessionFactory()) {
                factory.inTransaction(session -> session.persist(new Row()));
                factory.inSession(session -> look(storage, session));
            }
        }
    }

    private static void look(String storage, Session session) {
        for (String value : List.of("started", "year(started)", "extract(month from started)", "started + 1 day",
                "started > date 2000-01-01", "started > date 2030-01-01", "started > :day", "started < :day", "at > instant", "at < instant",
                "at > datetime 2000-01-01 00:00:00")) {
            System.out.println(storage + ", " + value + ": " + answer(session, value));
        }
    }

    private static Object answer(Session session, String value) {
        try {
            var query = session.createQuery("select " + value + " from Row", Object.class);
            return (value.contains(":day") ? query.setParameter("day", DAY) : query).getSingleResult();
        } catch (HibernateException e) {
            return e.getClass().getSimpleName();
        }
    }
}
JAVA

look() {
  cd "$work"
  javac -cp "jars/*" -d . Look.java
  java -Duser.timezone=UTC -cp ".:jars/*" Look INTEGER TEXT 2>/dev/null
}

jars jars org.hibernate.orm:hibernate-core:7.2.14.Final org.hibernate.orm:hibernate-community-dialects:7.2.14.Final org.xerial:sqlite-jdbc:3.53.0.0
seen look
