package org.dsa110.contimg.console;

import java.util.List;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;

/** What a page is to show, sooner or later: it asks by itself, and is told of changes. */
final class Seen {
    private static final double PATIENCE_MILLIS = 60_000;

    private Seen() {
    }

    static void text(Locator place, String text) {
        PlaywrightAssertions.assertThat(place).hasText(text, new HasTextOptions().setTimeout(PATIENCE_MILLIS));
    }

    static void text(Locator place, Pattern text) {
        PlaywrightAssertions.assertThat(place).hasText(text, new HasTextOptions().setTimeout(PATIENCE_MILLIS));
    }

    /** Of as many places as there are texts. */
    static void texts(Locator places, List<String> texts) {
        HasTextOptions options = new HasTextOptions().setTimeout(PATIENCE_MILLIS);
        PlaywrightAssertions.assertThat(places).hasText(texts.toArray(String[]::new), options);
    }

    static void partOfText(Locator place, String text) {
        PlaywrightAssertions.assertThat(place).containsText(text,
                new ContainsTextOptions().setTimeout(PATIENCE_MILLIS));
    }

    static void count(Locator places, int count) {
        PlaywrightAssertions.assertThat(places).hasCount(count, new HasCountOptions().setTimeout(PATIENCE_MILLIS));
    }

    /** The number of a card. */
    static Locator card(Page page, String label) {
        return page.locator(".card[data-name='" + label + "'] .value");
    }
}
