package org.dsa110.contimg.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.dsa110.contimg.Python;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.internal.write.TableWrites;
import org.junit.jupiter.api.Test;

/** Programs in Python read and write the files while the service runs, as the pipeline's do: with sqlite3 and with SQLAlchemy 1.4. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class PythonProgramsTest {
    private static final String SQLITE = """
        import json, sqlite3, sys
        database = sqlite3.connect(sys.argv[1], timeout=30)
        database.row_factory = sqlite3.Row
        database.execute('PRAGMA foreign_keys = ON')
        """;
    private static final String SQLALCHEMY = """
        import json, sys
        from sqlalchemy import Column, Float, ForeignKey, Integer, String, Text, create_engine
        from sqlalchemy.orm import Session, declarative_base, relationship

        Base = declarative_base()

        class Batch(Base):
            __tablename__ = 'batch_jobs'
            id = Column(Integer, primary_key=True)
            type = Column(String, nullable=False)
            created_at = Column(Float, nullable=False)
            status = Column(String, nullable=False)
            total_items = Column(Integer, nullable=False)
            completed_items = Column(Integer, default=0)
            failed_items = Column(Integer, default=0)
            params = Column(Text)
            items = relationship('Item', order_by='Item.id')

        class Item(Base):
            __tablename__ = 'batch_job_items'
            id = Column(Integer, primary_key=True)
            batch_id = Column(Integer, ForeignKey('batch_jobs.id'), nullable=False)
            ms_path = Column(String, nullable=False)
            status = Column(String, nullable=False)
            error = Column(Text)
            started_at = Column(Float)

        class Transit(Base):
            __tablename__ = 'calibrator_transits'
            calibrator_name = Column(String, primary_key=True)
            transit_mjd = Column(Float, primary_key=True)
            transit_iso = Column(String, nullable=False)
            has_data = Column(Integer, nullable=False, default=0)
            pb_response = Column(Float)
            dec_match = Column(Integer, nullable=False, default=0)
            calculated_at = Column(Float, nullable=False)
            updated_at = Column(Float, nullable=False)

        engine = create_engine('sqlite:///' + sys.argv[1], connect_args={'timeout': 30})
        """;
    private static final String PRODUCTS = "/api/v1/products/";
    private final String mark = UUID.randomUUID().toString();

    StateFiles files;

    @Test
    void pythonReadsWhatRestWrote() throws Exception {
        String row = "{\"path\":\"" + mark + "\",\"ms_path\":\"naïve ☃ 𝄞\",\"created_at\":1764400309.6,\"type\":\"\","
                + "\"noise_jy\":0.30000000000000004,\"beam_pa_deg\":4.9E-324,\"imsize_x\":9223372036854775807}";
        int id = create("images", row);
        JsonNode read = SampleRows.JSON.readTree(python("sqlite3", SQLITE + """
            print(json.dumps(dict(database.execute('SELECT * FROM images WHERE id = ?', (sys.argv[2],)).fetchone())))
            """, id));
        assertThat(read).isEqualTo(SampleRows.JSON.readTree(given().get(PRODUCTS + "images/" + id).asByteArray()));
    }

    @Test
    void restReadsAndChangesWhatPythonWrote() throws Exception {
        String id = python("sqlite3", SQLITE + """
            with database:
                row = database.execute('INSERT INTO images (path, ms_path, created_at, type, noise_jy) '
                                       'VALUES (?, ?, ?, ?, ?)', (sys.argv[2], '𝄞', 1764400309.6, 'dirty', 0.1 + 0.2))
            print(row.lastrowid)
            """, mark);
        given().get(PRODUCTS + "images/" + id).then().statusCode(200).body("ms_path", equalTo("𝄞"))
                .body("format", equalTo("fits")).body("pbcor", equalTo(0)).body("field_name", nullValue());
        given().contentType(TableWrites.MERGE_PATCH).body("{\"type\":\"clean\",\"noise_jy\":1e-300}")
                .patch(PRODUCTS + "images/" + id).then().statusCode(200).body("ms_path", equalTo("𝄞"));
        assertThat(python("sqlite3",
                SQLITE + """
                    print(*database.execute('SELECT type, noise_jy, ms_path FROM images WHERE id = ?', (sys.argv[2],)).fetchone())
                    """,
                id)).isEqualTo("clean 1e-300 𝄞");
    }

    @Test
    void modelsOfSqlAlchemyReadWhatRestWrote() throws Exception {
        int batch = create("batch_jobs",
                "{\"type\":\"" + mark + "\",\"created_at\":1.5,\"status\":\"pending\",\"total_items\":2}");
        for (String path : List.of("/ms/a", "/ms/b")) {
            create("batch_job_items",
                    "{\"batch_id\":" + batch + ",\"ms_path\":\"" + path + "\",\"status\":\"pending\"}");
        }
        given().contentType("application/json").body("{\"calibrator_name\":\"" + mark
                + "\",\"transit_mjd\":61008.296296296296,\"transit_iso\":\"t\",\"calculated_at\":1,\"updated_at\":2}")
                .post(PRODUCTS + "calibrator_transits").then().statusCode(201);
        assertThat(python("sqlalchemy", SQLALCHEMY + """
            with Session(engine) as session:
                batch = session.query(Batch).filter_by(type=sys.argv[2]).one()
                transit = session.get(Transit, (sys.argv[2], 61008.296296296296))
                print(batch.id, batch.failed_items, [item.ms_path for item in batch.items], transit.has_data)
            """, mark)).isEqualTo(batch + " 0 ['/ms/a', '/ms/b'] 0");
    }

    @Test
    void restReadsAndChangesWhatModelsOfSqlAlchemyWrote() throws Exception {
        String ids = python("sqlalchemy",
                SQLALCHEMY
                        + """
                            with Session(engine) as session:
                                batch = Batch(type='image', created_at=1764400309.6, status='running', total_items=2,
                                              items=[Item(ms_path=sys.argv[2] + name, status='pending') for name in ('/a', '/b')])
                                session.add(batch)
                                session.add(Transit(calibrator_name=sys.argv[2], transit_mjd=0.1 + 0.2, transit_iso='t', calculated_at=1,
                                                    updated_at=2.5))
                                session.commit()
                                print(json.dumps([batch.id] + [item.id for item in batch.items]))
                            """,
                mark);
        List<Integer> id = JsonPath.from(ids).getList("$");
        given().get(PRODUCTS + "batch_jobs/" + id.get(0)).then().statusCode(200).body("total_items", equalTo(2))
                .body("completed_items", equalTo(0)).body("params", nullValue());
        given().queryParam("batch_id", id.get(0)).queryParam("order", "id").get(PRODUCTS + "batch_job_items").then()
                .statusCode(200).body("items.ms_path", equalTo(List.of(mark + "/a", mark + "/b")));
        given().get(PRODUCTS + "calibrator_transits/" + mark + "/0.30000000000000004").then().statusCode(200)
                .body("updated_at", equalTo(2.5f));
        given().contentType(TableWrites.MERGE_PATCH).body(Map.of("status", "failed", "error", "no disk"))
                .patch(PRODUCTS + "batch_job_items/" + id.get(2)).then().statusCode(200);
        assertThat(python("sqlalchemy", SQLALCHEMY + """
            with Session(engine) as session:
                print([(item.status, item.error) for item in session.get(Batch, int(sys.argv[2])).items])
            """, id.get(0))).isEqualTo("[('pending', None), ('failed', 'no disk')]");
    }

    private String python(String module, String script, Object argument) throws Exception {
        return Python.run(module, script, files.get(Database.PRODUCTS), argument);
    }

    private static int create(String table, String row) {
        return given().contentType("application/json").body(row).post(PRODUCTS + table).then().statusCode(201)
                .extract().path("id");
    }
}
