package org.dsa110.contimg.examples;

import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.products.Image;

/**
 * A program of its own on the pipeline's databases: enters an image and prints its number.
 *
 * <pre>PIPELINE_STATE_DIR=/data/dsa110-contimg/state java -jar target/quarkus-app/quarkus-run.jar IMAGE MS TYPE</pre>
 */
@QuarkusMain
public class EnterImage implements QuarkusApplication {
    private final UnitExecutor units;

    EnterImage(UnitExecutor units) {
        this.units = units;
    }

    @Override
    public int run(String... arguments) {
        long number = units.write(Database.PRODUCTS, () -> {
            Image image = new Image();
            image.path = arguments[0];
            image.msPath = arguments[1];
            image.type = arguments[2];
            image.createdAt = System.currentTimeMillis() / 1000.0;
            image.persist();
            return image.id;
        }).await().indefinitely();
        System.out.println(number);
        return 0;
    }
}
