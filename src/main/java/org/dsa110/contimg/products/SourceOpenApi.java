package org.dsa110.contimg.products;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** Describes one source in the OpenAPI document: a row of the list, with a row of its statistics. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.RUNTIME_PER_REQUEST)
public class SourceOpenApi implements OASFilter {
    static final String DETAIL = "SourceDetail";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Schema statistics = OASFactory.createSchema().addAnyOf(row("products.variability_stats"))
                .addAnyOf(OASFactory.createSchema().addType(SchemaType.NULL))
                .description("Its row of variability_stats; null where it has none");
        document.getComponents().addSchema(DETAIL, OASFactory.createSchema()
                .description("A source, with its statistics").addAllOf(row("products.sources"))
                .addAllOf(OASFactory.createSchema().addType(SchemaType.OBJECT)
                        .addProperty("variability_stats", statistics)));
    }

    private static Schema row(String table) {
        return OASFactory.createSchema().ref("#/components/schemas/" + table);
    }
}
