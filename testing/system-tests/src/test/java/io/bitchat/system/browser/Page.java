package io.bitchat.system.browser;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionTimeoutException;

/** A page in a browser. */
record Page(Chromium browser, String session, String context) {
    private static final Duration SOON = Duration.ofSeconds(20);

    /** The value of an expression, which may be a promise. */
    JsonNode evaluate(String expression) {
        var answer = browser.call(
                session,
                "Runtime.evaluate",
                Map.of("expression", expression, "returnByValue", true, "awaitPromise", true, "userGesture", true));
        if (answer.has("exceptionDetails")) throw new AssertionError(answer.toString());
        return answer.at("/result/value");
    }

    /** Waits until there is an element. */
    void awaitElement(String selector) {
        try {
            await().atMost(SOON).pollInterval(Duration.ofMillis(50)).until(() -> evaluate(
                            "document.querySelector('" + selector + "') !== null")
                    .asBoolean());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "no " + selector + " in: " + text("body") + "; failures: " + browser.failures(), e);
        }
    }

    /** Clicks an element as soon as there is one. */
    void click(String selector) {
        awaitElement(selector);
        evaluate("document.querySelector('" + selector + "').click()");
    }

    void type(String selector, String text) {
        awaitElement(selector);
        evaluate("document.querySelector('" + selector + "').value = '" + text + "'");
    }

    String text(String selector) {
        return evaluate("document.querySelector('" + selector + "').innerText").asText();
    }

    String data(String selector, String name) {
        return evaluate("document.querySelector('" + selector + "').dataset." + name)
                .asText();
    }

    /** Chooses a file in a file field. */
    void choose(String selector, Path file) {
        awaitElement(selector);
        var root = browser.call(session, "DOM.getDocument", Map.of())
                .at("/root/nodeId")
                .asInt();
        var field = browser.call(session, "DOM.querySelector", Map.of("nodeId", root, "selector", selector))
                .path("nodeId")
                .asInt();
        browser.call(
                session,
                "DOM.setFileInputFiles",
                Map.of("nodeId", field, "files", List.of(file.toAbsolutePath().toString())));
    }

    /** Lets the page save files to a folder. */
    void savesTo(Path folder) {
        browser.call(
                "",
                "Browser.setDownloadBehavior",
                Map.of(
                        "behavior",
                        "allow",
                        "browserContextId",
                        context,
                        "downloadPath",
                        folder.toAbsolutePath().toString()));
    }
}
