package io.bitchat.system.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.RequiredSuite;
import io.bitchat.system.suite.Suite;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The most expensive requests of each service, many at once, with the default heap sizes. */
@RequiredSuite(RequiredSuite.Kind.OPEN)
class HeavyPagesTest {
    private static final int MESSAGES = 200;
    private static final int AT_ONCE = 24;
    private static final long MOST_BYTES = 6L << 20;
    private static final String LONG_CONTENT = "x".repeat(65_000);
    private static final String LONG_KEY = "k".repeat(8_192);

    private final Suite suite = Suite.open();
    private final Client client = new Client(suite.url());
    private final String alice = Client.someone("alice");
    private final String bob = Client.someone("bob");

    @Test
    void theHeaviestCallsEndWithAPageAndNobodyIsRestarted() throws Exception {
        var before = pids();
        var group = groupWithMembers(300);
        atOnce(IntStream.range(0, MESSAGES).<Callable<Void>>mapToObj(_ -> this::sendLong));
        atOnce(IntStream.range(0, MESSAGES).<Callable<Void>>mapToObj(_ -> () -> sayLong(group)));
        atOnce(IntStream.range(0, 100).<Callable<Void>>mapToObj(_ -> this::registerWithALongKey));

        var pages = new ArrayList<>(List.of(
                "/messages/conversation/" + alice + "/" + bob + "?limit=500",
                "/messages/inbox/" + bob + "?limit=500",
                "/groups/" + group + "/messages?limit=500",
                "/groups/" + group + "/members?limit=500",
                "/groups?limit=500",
                "/peers?limit=500"));
        for (int i = 0; i < 3; i++) pages.addAll(List.copyOf(pages));

        atOnce(pages.stream().<Callable<Void>>map(page -> () -> get(page)));

        assertThat(pids()).as("nobody was restarted").isEqualTo(before);
        assertThat(client.get("/q/health/ready").status()).isEqualTo(200);
    }

    /** The pages together equal the whole list. */
    @Test
    void theLinkOfAPageGoesOnWhereItEnds() {
        for (int i = 0; i < 100; i++) client.send(alice, bob, i + " " + LONG_CONTENT);

        var next = "/messages/inbox/" + bob + "?limit=500";
        var seen = new ArrayList<Integer>();
        int pages = 0;
        while (next != null) {
            var page = client.get(next);
            page.body()
                    .forEach(message -> seen.add(
                            Integer.parseInt(message.path("content").asText().split(" ", 2)[0])));
            next = page.raw()
                    .headers()
                    .firstValue("Link")
                    .map(HeavyPagesTest::target)
                    .orElse(null);
            pages++;
        }

        assertThat(seen).isEqualTo(IntStream.range(0, 100).boxed().toList());
        assertThat(pages).isBetween(3, 10);
    }

    private static String target(String link) {
        return link.substring(1, link.indexOf('>')).replace("/api/bitchat", "");
    }

    private String groupWithMembers(int members) {
        var others = IntStream.range(0, members).mapToObj(i -> bob + "-" + i).toList();
        return client.post("/groups", Map.of("name", "Heavy", "created_by", alice, "initial_members", others))
                .body()
                .path("group_id")
                .asText();
    }

    private Void sendLong() {
        assertThat(client.send(alice, bob, LONG_CONTENT).status()).isEqualTo(201);
        return null;
    }

    private Void sayLong(String group) {
        var said =
                client.post("/groups/" + group + "/messages", Map.of("from_peer_id", alice, "content", LONG_CONTENT));
        assertThat(said.status()).isEqualTo(201);
        return null;
    }

    private Void registerWithALongKey() {
        var registered =
                client.post("/peers/register", Map.of("peer_id", Client.someone("heavy"), "public_key", LONG_KEY));
        assertThat(registered.status()).isEqualTo(201);
        return null;
    }

    private Void get(String page) {
        var answer = client.get(page);
        assertThat(answer.status()).as(page).isEqualTo(200);
        assertThat((long) answer.raw().body().length()).as(page).isLessThan(MOST_BYTES);
        return null;
    }

    private static void atOnce(java.util.stream.Stream<Callable<Void>> calls) throws InterruptedException {
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Future<Void> call : threads.invokeAll(calls.toList())) call.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    private Map<String, Long> pids() {
        var pids = new HashMap<String, Long>();
        for (var service :
                List.of("peer-service", "message-service", "group-gossip-service", "file-service", "gateway")) {
            pids.put(service, suite.pid(service));
        }
        return pids;
    }
}
