package org.dsa110.contimg.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.dsa110.contimg.KeepAliveClient;
import org.dsa110.contimg.KeepAliveClient.Answer;
import org.dsa110.contimg.database.StoredImages.StoredImage;

/**
 * A client that creates images, one or several at a time, and changes those that it made. It keeps a log of what was acknowledged and
 * of the one request that was not yet. Used by one thread at a time.
 */
final class CrashClient {
    private static final String IMAGES = "/api/v1/products/images";
    private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");
    private static final int MAX_BATCH = 8;

    private final int number;
    private final Random random;
    private final Map<String, StoredImage> images = new HashMap<>();
    private final List<String> paths = new ArrayList<>();
    private final List<String> creating = new ArrayList<>();
    private String updating;
    private long created;
    private long creates;
    private long updates;
    private long batches;
    private final List<String> refusals = new ArrayList<>();
    private long unanswered;
    private long unansweredButStored;

    CrashClient(int number, long seed) {
        this.number = number;
        this.random = new Random(seed + number);
    }

    /**
     * Sends one request and logs its answer.
     *
     * @return whether it was acknowledged; otherwise it was refused with 503, and nothing of it may ever be found
     * @throws IOException when there is no answer; the request may have been done all the same
     * @throws AssertionError for any other answer
     */
    boolean work(KeepAliveClient http) throws IOException {
        int dice = random.nextInt(10);
        if (dice < 2) {
            return createSeveral(http);
        }
        return dice < 6 && !paths.isEmpty() ? update(http) : create(http);
    }

    /**
     * Compares the log with what is stored, and adds to it the request that had no answer if it was done.
     *
     * @param stored by path; loses this client's images
     */
    void settle(Map<String, StoredImage> stored) {
        if (!creating.isEmpty()) {
            unanswered++;
            List<String> there = creating.stream().filter(stored::containsKey).toList();
            if (!there.isEmpty()) {
                assertThat(there).as("all of a request or nothing").isEqualTo(creating);
                unansweredButStored++;
                creating.forEach(path -> add(path, stored.get(path).id()));
            }
            creating.clear();
        }
        if (updating != null) {
            unanswered++;
            StoredImage before = images.get(updating);
            StoredImage after = new StoredImage(before.id(), before.value() + 1);
            if (after.equals(stored.get(updating))) {
                unansweredButStored++;
                images.put(updating, after);
            }
            updating = null;
        }
        images.forEach((path, image) -> {
            StoredImage found = stored.remove(path);
            if (!image.equals(found)) {
                fail("%s was acknowledged as %s but is stored as %s", path, image, found);
            }
        });
    }

    long creates() {
        return creates;
    }

    long updates() {
        return updates;
    }

    long batches() {
        return batches;
    }

    /** What it was told where it was refused. */
    List<String> refusals() {
        return refusals;
    }

    long unanswered() {
        return unanswered;
    }

    long unansweredButStored() {
        return unansweredButStored;
    }

    private boolean create(KeepAliveClient http) throws IOException {
        creating.add(newPath());
        boolean done = logCreated(http.send("POST", IMAGES, "application/json", json(creating.get(0))));
        creates += done ? 1 : 0;
        return done;
    }

    private boolean createSeveral(KeepAliveClient http) throws IOException {
        for (int i = 2 + random.nextInt(MAX_BATCH - 1); i > 0; i--) {
            creating.add(newPath());
        }
        String rows = creating.stream().map(CrashClient::json).collect(Collectors.joining(",", "[", "]"));
        boolean done = logCreated(http.send("POST", IMAGES, "application/json", rows));
        batches += done ? 1 : 0;
        return done;
    }

    private boolean update(KeepAliveClient http) throws IOException {
        updating = paths.get(random.nextInt(paths.size()));
        StoredImage image = images.get(updating);
        long value = image.value() + 1;
        Answer answer = http.send("PATCH", IMAGES + "/" + image.id(), "application/merge-patch+json",
                "{" + columns(value) + "}");
        boolean done = acknowledged(answer, 200);
        if (done) {
            images.put(updating, new StoredImage(image.id(), value));
            updates++;
        }
        updating = null;
        return done;
    }

    private boolean acknowledged(Answer answer, int status) {
        if (answer.status() == 503) {
            refusals.add(answer.body());
            return false;
        }
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        return true;
    }

    private String newPath() {
        return "/crash/" + number + "/" + created++;
    }

    private boolean logCreated(Answer answer) {
        boolean done = acknowledged(answer, 201);
        if (done) {
            Matcher id = ID.matcher(answer.body());
            for (String path : creating) {
                assertThat(id.find()).as(answer.body()).isTrue();
                add(path, Long.parseLong(id.group(1)));
            }
            assertThat(id.find()).as(answer.body()).isFalse();
        }
        creating.clear();
        return done;
    }

    private void add(String path, long id) {
        images.put(path, new StoredImage(id, 0));
        paths.add(path);
    }

    private static String json(String path) {
        return "{\"path\":\"" + path + "\",\"ms_path\":\"/ms\",\"created_at\":1.5,\"type\":\"dirty\"," + columns(0)
                + "}";
    }

    /** Three columns with one value: a row that is half written shows. */
    private static String columns(long value) {
        return "\"imsize_x\":" + value + ",\"imsize_y\":" + value + ",\"field_name\":\"v" + value + "\"";
    }
}
