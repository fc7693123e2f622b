package org.dsa110.contimg.console;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The pages of the console. Those in the menu are what people look for; the others are reached from a row. */
public enum View {
    /** How the service, its databases and its queue are. */
    NOW("Now", true),
    /** The groups of the queue. */
    QUEUE("Queue", true),
    /** One group: its subbands, its history, what an operator may do with it. */
    GROUP("Group", false),
    /** Where the sources are, and which of them vary. */
    SKY("Sky", true),
    /** One source: its light curve. */
    SOURCE("Source", false),
    /** Which calibration is valid when. */
    CALIBRATION("Calibration", true),
    /** Images and measurement sets over time. */
    IMAGES("Images", true),
    /** The rows of any table. */
    TABLES("Tables", true);

    private static final String FOLDER = "/console/";
    private final String title;
    private final boolean inMenu;

    View(String title, boolean inMenu) {
        this.title = title;
        this.inMenu = inMenu;
    }

    /** The view that has this name in a URL, if there is one. The first has none there: it is the page at {@code /}. */
    static Optional<View> named(String name) {
        return Arrays.stream(values()).filter(view -> view != NOW && view.id().equals(name)).findFirst();
    }

    /** Those in the menu, in their order. */
    static List<View> menu() {
        return Arrays.stream(values()).filter(view -> view.inMenu).toList();
    }

    /** Its name: of its template, its script, and in its URL. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** For people. */
    public String title() {
        return title;
    }

    /** Where it is. */
    public String path() {
        return this == NOW ? "/" : FOLDER + id();
    }

    /** What templates have of it: a map, as they read anything else by reflection, which a native file has not. */
    Map<String, String> data() {
        return Map.of("id", id(), "title", title(), "path", path());
    }
}
