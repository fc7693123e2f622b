package org.dsa110.contimg.rest.internal.list;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsa110.contimg.rest.internal.errors.WireClient;

/** What the service has answered and a client may come back to, by the template of its path. Not thread-safe. */
public final class SeenRows {
    private static final int REMEMBERED = 30;

    private final Random random;
    private final Map<String, List<Row>> rows = new HashMap<>();
    private final Map<String, List<String>> pages = new HashMap<>();
    private final List<WireClient.Request> repeatable = new ArrayList<>();

    /**
     * A row that was created.
     *
     * @param location its percent-encoded path
     * @param json as it was stored then
     * @param tag its ETag then
     */
    public record Row(String location, JsonNode json, String tag) {
    }

    public SeenRows(Random random) {
        this.random = random;
    }

    public void add(String template, Row row) {
        List<Row> known = rows.computeIfAbsent(template, name -> new ArrayList<>());
        known.removeIf(each -> each.location().equals(row.location()));
        keep(known, row);
    }

    public void remove(String template, String location) {
        rows.getOrDefault(template, new ArrayList<>()).removeIf(each -> each.location().equals(location));
    }

    /** Any row; null where none is known. */
    public Row row(String template) {
        return any(rows.getOrDefault(template, List.of()));
    }

    public void addPage(String template, String target) {
        keep(pages.computeIfAbsent(template, name -> new ArrayList<>()), target);
    }

    /** Path and query of a page behind another one; null where none is known. */
    public String page(String template) {
        return any(pages.getOrDefault(template, List.of()));
    }

    public void addRepeatable(WireClient.Request request) {
        keep(repeatable, request);
    }

    /** A request with an Idempotency-Key that was answered with 201; null where there was none. */
    public WireClient.Request repeatable() {
        return any(repeatable);
    }

    private <T> T any(List<T> known) {
        return known.isEmpty() ? null : known.get(random.nextInt(known.size()));
    }

    private <T> void keep(List<T> known, T one) {
        if (known.size() == REMEMBERED) {
            known.remove(random.nextInt(REMEMBERED));
        }
        known.add(one);
    }
}
