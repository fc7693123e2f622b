package org.dsa110.contimg.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import org.dsa110.contimg.MainClasses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private static final Pattern MAKERS = Pattern.compile("com\\.fasterxml\\.jackson\\..*(Factory|Mapper|Builder)");
    private static final JsonFactory FACTORY = Json.factory().build();

    @Test
    void theNameOfAMemberIsKeptNowhere() throws IOException {
        String first = name();
        assertThat(name()).isEqualTo(first).isNotSameAs(first);
        assertThat(first.intern()).as("it was not there").isSameAs(first);
    }

    private static String name() throws IOException {
        byte[] bytes = "{\"a name that nobody has\":1}".getBytes(StandardCharsets.UTF_8);
        try (JsonParser json = FACTORY.createParser(Json.text(bytes))) {
            json.nextToken();
            return json.nextFieldName();
        }
    }

    @Test
    void allOtherClassesGetWhatReadsAndWritesJsonFromHere() {
        JavaClasses classes = MainClasses.all();
        Set<String> makers = Set.of("<init>", "builder", "intern");
        List<String> made = classes.stream().filter(type -> !type.isEquivalentTo(Json.class))
                .flatMap(type -> type.getAccessesFromSelf().stream())
                .filter(call -> makers.contains(call.getName()) && makesJson(call)).map(JavaAccess::getDescription)
                .filter(call -> !call.contains("builder(com.fasterxml.jackson.core.JsonFactory)")).toList();
        assertThat(made).isEmpty();
        assertThat(classes.get(Json.class).getAccessesFromSelf()).as("what is looked for")
                .anyMatch(JsonTest::makesJson);
    }

    /** By name, as classes of libraries are not looked at. */
    private static boolean makesJson(JavaAccess<?> call) {
        return MAKERS.matcher(call.getTargetOwner().getName()).matches()
                || call.getTargetOwner().isEquivalentTo(String.class) && call.getName().equals("intern");
    }

    /** The framework would parse any other body by a mapper of its own. */
    @Test
    void noResourceHasABodyParsedByTheFramework() {
        JavaClasses classes = MainClasses.all();
        List<String> bodies = classes.stream().flatMap(type -> type.getMethods().stream())
                .filter(method -> List.of(POST.class, PUT.class, PATCH.class).stream()
                        .anyMatch(method::isAnnotatedWith))
                .flatMap(method -> method.getParameters().stream())
                .filter(parameter -> parameter.getAnnotations().isEmpty()
                        || parameter
                                .isAnnotatedWith("org.eclipse.microprofile.openapi.annotations.parameters.RequestBody"))
                .map(parameter -> parameter.getRawType().getName()).distinct().toList();
        assertThat(bodies).containsExactly(InputStream.class.getName());
    }

    @Test
    void bytesThatAreNotUtf8AreNotRead() {
        assertThatThrownBy(() -> Json.mapper().readTree(Json.text(new byte[]{'"', (byte) 0xff, '"'})))
                .isInstanceOf(CharacterCodingException.class);
    }

    @Test
    void aByteOrderMarkIsSkipped() throws IOException {
        byte[] marked = "\uFEFF\"å\uFEFF\"".getBytes(StandardCharsets.UTF_8);
        assertThat(Json.mapper().readTree(Json.text(marked)).textValue()).isEqualTo("å\uFEFF");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void fewBytesAreText(int length) throws IOException {
        assertThat(Json.text("11".substring(0, length).getBytes(StandardCharsets.UTF_8)).read())
                .isEqualTo(length == 0 ? -1 : '1');
    }

    @Test
    void namesNumbersAndNestingHaveBounds() throws IOException {
        read("{\"" + "n".repeat(Json.MAX_NAME) + "\":1}");
        refused("{\"" + "n".repeat(Json.MAX_NAME + 1) + "\":1}");
        read("9".repeat(Json.MAX_NUMBER));
        refused("9".repeat(Json.MAX_NUMBER + 1));
        read("[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH));
        refused("[".repeat(Json.MAX_DEPTH + 1) + "]".repeat(Json.MAX_DEPTH + 1));
    }

    private static void refused(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(JsonProcessingException.class);
    }

    private static void read(String json) throws IOException {
        Json.mapper().readTree(Json.text(json.getBytes(StandardCharsets.UTF_8)));
    }
}
