package org.dsa110.contimg.rest.internal.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

/** The validator by which other tests look at answers finds what contradicts a schema. */
class ApiDocumentTest {
    private static final String DOCUMENT = """
        {"paths": {}, "components": {"schemas": {"Row": {"type": "object", "required": ["n"], "properties": {
          "n": {"type": "integer"}, "text": {"type": ["string", "null"]}}}}}}""";

    @Test
    void whatContradictsASchemaIsNamed() throws Exception {
        ObjectMapper json = new ObjectMapper();
        ApiDocument document = new ApiDocument(json.readTree(DOCUMENT));
        JsonNode row = json.readTree("{\"$ref\": \"#/components/schemas/Row\"}");
        assertThat(document.violations(row, json.readTree("{\"n\": 1, \"text\": null}"))).isEmpty();
        assertThat(document.violations(row, json.readTree("{\"n\": \"1\", \"text\": 2}"))).hasSize(2)
                .anySatisfy(violation -> assertThat(violation).contains("/n", "integer"));
        assertThat(document.violations(row, json.readTree("{}"))).singleElement().asString().contains("'n'");
    }
}
