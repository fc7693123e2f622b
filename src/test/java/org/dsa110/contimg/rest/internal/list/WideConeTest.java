package org.dsa110.contimg.rest.internal.list;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.products.Image;
import org.dsa110.contimg.products.Source;
import org.dsa110.contimg.rest.declare.SkyPosition;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.junit.jupiter.api.Test;

/** All rows of a wide cone are read in the order of their key, each once; an index of the sky would have each page sort all of them. */
class WideConeTest {
    private static final String ZONE = "CAST(";
    private static final TableDescription<?> IMAGES = new TableDescription<>(Database.PRODUCTS, Image.class);
    private static final TableDescription<?> SOURCES = new TableDescription<>(Database.PRODUCTS, Source.class,
            Source.QUERY);

    @Test
    void allRowsOfAWideConeAreNotLookedUp() {
        assertThat(cone(IMAGES, 180, Long.MAX_VALUE).filter().sql()).as("no index is entered by it")
                .startsWith("(+" + ZONE);
        assertThat(cone(SOURCES, 180, Long.MAX_VALUE).table().rows()).contains(SkyPosition.ANYWHERE)
                .isEqualTo(SOURCES.rows());
    }

    @Test
    void thoseOfANarrowOneAreAndSoAreTheNearest() {
        assertThat(cone(IMAGES, 10, Long.MAX_VALUE).filter().sql()).contains(ZONE);
        assertThat(cone(IMAGES, 180, ListRequest.MAX_LIMIT).filter().sql()).contains(ZONE);
        assertThat(cone(SOURCES, 10, Long.MAX_VALUE).table().rows()).contains(ZONE);
        assertThat(cone(SOURCES, 180, ListRequest.MAX_LIMIT).table().rows()).contains(ZONE);
    }

    private static ListRequest cone(TableDescription<?> table, double radius, long limit) {
        return ListRequest.ofCone(table, 10, 20, radius, limit, List::copyOf);
    }
}
