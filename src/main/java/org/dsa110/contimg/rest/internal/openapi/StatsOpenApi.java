package org.dsa110.contimg.rest.internal.openapi;

import java.util.Comparator;
import java.util.List;

import org.dsa110.contimg.rest.internal.table.ColumnType;
import org.dsa110.contimg.rest.stats.StatisticsPart;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** Describes what {@code /api/v1/stats} has of each database, from what the databases declare. */
final class StatsOpenApi {
    private static final String PATH = "/api/v1/stats";
    private static final String COUNT = "ValueCount";

    private StatsOpenApi() {
    }

    static void describe(OpenAPI document, List<StatisticsPart> parts) {
        document.getComponents().addSchema(COUNT, OpenApiParts.object()
                .description("How many rows have a value")
                .addProperty("value", OpenApiParts.text().addType(SchemaType.NULL)
                        .description("The value, as a text; null for rows without one"))
                .addProperty("count", OpenApiParts.value(ColumnType.INTEGER).description("How many rows have it"))
                .required(List.of("value", "count")));
        Schema all = OpenApiParts.object();
        parts.stream().sorted(Comparator.comparing(StatisticsPart::database)).forEach(part -> {
            String name = "Statistics_" + part.database();
            document.getComponents().addSchema(name, part(part));
            all.addProperty(part.database().toString(), OpenApiParts.orNull(OpenApiParts.reference(name))
                    .description("null where the database cannot be read, which errors says"));
        });
        all.addProperty("errors", OpenApiParts.array(OpenApiParts.reference("Violation"))
                .description("The databases that cannot be read, each as field and message"));
        document.getPaths().getPathItem(PATH).getGET().getResponses().getAPIResponse("200")
                .setContent(OpenApiParts.json(all));
    }

    private static Schema part(StatisticsPart part) {
        Schema fields = OpenApiParts.object().description("What there is in " + part.database());
        for (StatisticsPart.Field field : part.fields()) {
            fields.addProperty(field.name(), OpenApiParts.array(OpenApiParts.reference(
                    field.rowsOf() == null ? COUNT : field.rowsOf() + RowOpenApi.PART))
                    .description(field.rowsOf() == null
                            ? "Counts of rows, in the order of the values"
                            : "The newest rows of " + field.rowsOf() + ", newest first"));
        }
        return fields;
    }
}
