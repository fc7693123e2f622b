package org.dsa110.contimg.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.Assumptions;

/**
 * A Chromium without a window, in which pages of one service are opened, and what goes wrong in them: errors in its console, requests to any other host,
 * answers that are no success. Not thread-safe.
 */
final class Browser implements AutoCloseable {
    private static final List<String> PLACES = List.of("/usr/bin/chromium", "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome");
    private static final Path SCREENSHOTS = Path.of("target/screenshots");
    private static final int[] WIDTHS = {1280, 390};
    private static final int HEIGHT = 800;
    /** What the browser writes into its console besides for an answer that is no success, which is looked at by itself. */
    private static final String OF_AN_ANSWER = "Failed to load resource";

    private final String address;
    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;
    private final List<String> faults = new ArrayList<>();
    private final Set<Integer> expected = new TreeSet<>();

    private Browser(String address, Playwright playwright, com.microsoft.playwright.Browser chromium) {
        this.address = address;
        this.playwright = playwright;
        this.chromium = chromium;
    }

    /** @param address of the service, such as http://127.0.0.1:8080; the test is skipped where there is no Chromium */
    static Browser of(String address) {
        Optional<Path> program = PLACES.stream().map(Path::of).filter(Files::isExecutable).findFirst();
        Assumptions.assumeTrue(program.isPresent(), "there is no Chromium at any of " + PLACES);
        Playwright playwright = Playwright
                .create(new CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        return new Browser(address, playwright, playwright.chromium()
                .launch(new LaunchOptions().setExecutablePath(program.get()).setArgs(arguments())));
    }

    /** Chromium takes root for somebody who does not know better, and then starts only without its sandbox. */
    private static List<String> arguments() {
        return "root".equals(System.getProperty("user.name")) ? List.of("--no-sandbox") : List.of();
    }

    /** An answer with this status is no fault from here on. */
    Browser expecting(int status) {
        expected.add(status);
        return this;
    }

    /** A page of the console, once it has shown its view or why it cannot. */
    Page open(String path) {
        return open(path, WIDTHS[0], ColorScheme.LIGHT);
    }

    Page open(String path, int width, ColorScheme scheme) {
        BrowserContext context = chromium
                .newContext(new NewContextOptions().setViewportSize(width, HEIGHT).setColorScheme(scheme));
        Page page = context.newPage();
        page.onConsoleMessage(this::heard);
        page.onPageError(error -> faults.add("thrown: " + error));
        page.onRequest(this::asked);
        page.onResponse(this::answered);
        page.navigate(address + path);
        shown(page);
        return page;
    }

    /** Waits until the view is there, or why it cannot be. */
    static void shown(Page page) {
        page.waitForSelector("body[data-state=ready], body[data-state=failed]");
    }

    private void heard(ConsoleMessage message) {
        if (Set.of("error", "warning").contains(message.type()) && !message.text().startsWith(OF_AN_ANSWER)) {
            faults.add("console: " + message.text());
        }
    }

    private void asked(Request request) {
        if (!request.url().startsWith(address + "/") && !request.url().startsWith("data:")) {
            faults.add("asked elsewhere: " + request.url());
        }
    }

    private void answered(Response response) {
        if (response.status() >= 400 && !expected.contains(response.status())) {
            faults.add("answered " + response.status() + ": " + response.url());
        }
    }

    /** Nothing has gone wrong in any page. */
    void assertNoFault() {
        assertThat(faults).isEmpty();
    }

    /** Nothing in the page keeps somebody out, by all rules of axe-core. */
    static void assertAccessible(Page page) {
        assertThat(new AxeBuilder(page).analyze().getViolations()
                .stream().flatMap(rule -> rule.getNodes().stream().map(node -> rule.getId() + ": " + node.getHtml()
                        + " " + node.getFailureSummary())))
                .isEmpty();
    }

    /**
     * Opens a page as wide as a desk's and as a phone's, light and dark, looks whether it is accessible and fits, and keeps a picture of each in
     * {@code target/screenshots}.
     */
    void assertGoodInEachForm(String name, String path) {
        for (int width : WIDTHS) {
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                Page page = open(path, width, scheme);
                String form = name + "-" + width + "-" + scheme.name().toLowerCase();
                page.screenshot(new ScreenshotOptions().setPath(SCREENSHOTS.resolve(form + ".png")).setFullPage(true));
                assertAccessible(page);
                assertThat(page.evaluate("document.documentElement.scrollWidth")).as("width of %s", form)
                        .isEqualTo(width);
                page.context().close();
            }
        }
    }

    /** The bytes that went over the wire for a page and for each file that it asked for, without data, by their URLs. */
    Map<String, Long> transferred(String path) {
        List<Response> all = new ArrayList<>();
        try (BrowserContext context = chromium.newContext()) {
            Page page = context.newPage();
            page.onResponse(all::add);
            page.navigate(address + path);
            shown(page);
            // Asking for sizes lets more answers come in.
            return List.copyOf(all).stream().filter(response -> isOfTheConsole(response.url()))
                    .collect(Collectors.toMap(Response::url,
                            response -> (long) response.request().sizes().responseBodySize, Long::sum));
        }
    }

    private boolean isOfTheConsole(String url) {
        return Stream.of("/console/", "/?").anyMatch(url.substring(address.length())::startsWith)
                || url.equals(address + "/");
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
