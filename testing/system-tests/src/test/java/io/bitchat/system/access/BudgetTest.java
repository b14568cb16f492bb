package io.bitchat.system.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.KeyHolder;
import io.bitchat.system.suite.RequiredSuite;
import io.bitchat.system.suite.Suite;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** A peer has one rate limit across all services. The limits are the defaults. */
@RequiredSuite(RequiredSuite.Kind.OPTIONAL)
class BudgetTest {
    private static final int MESSAGES = 60;
    private static final int REQUESTS = 100;
    /** Requests that another service may still accept while usage reports are in flight. */
    private static final int UNDER_WAY = 3;

    private final Suite suite = Suite.optional();
    private final Client stranger = new Client(suite.url());
    private final KeyHolder alice = KeyHolder.register(stranger, Client.someone("alice"));
    private final KeyHolder bob = KeyHolder.register(stranger, Client.someone("bob"));
    private final Client asAlice = new Client(suite.url(), alice.token(stranger));
    private final Client asBob = new Client(suite.url(), bob.token(stranger));

    @Test
    void messagesToPeersAndToGroupsAreOneBudget() {
        var group = groupOf(alice, asAlice);
        IntFunction<Client.Answer> send = i -> switch (i % 3) {
            case 0 -> asAlice.send(alice.peerId(), "dave", "m" + i);
            case 1 ->
                asAlice.post(
                        "/groups/" + group + "/messages", Map.of("from_peer_id", alice.peerId(), "content", "m" + i));
            default ->
                asAlice.post(
                        "/messages/send",
                        Map.of("from_peer_id", alice.peerId(), "group_id", group, "content", "m" + i));
        };

        for (int i = 0; i < MESSAGES; i++)
            assertThat(send.apply(i).status()).as("message %d", i).isEqualTo(201);

        assertThat(acceptedUntilRefused(send, 201)).isLessThanOrEqualTo(UNDER_WAY);
        for (int i = 0; i < 3; i++) assertThat(send.apply(i).status()).isEqualTo(429);
        // others are not affected
        assertThat(asBob.send(bob.peerId(), "dave", "x").status()).isEqualTo(201);
        var other = groupOf(bob, asBob);
        assertThat(asBob.post("/groups/" + other + "/messages", Map.of("from_peer_id", bob.peerId(), "content", "x"))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void requestsToAllServicesAreOneBudget() {
        var paths = List.of("/peers", "/stats", "/groups", "/files/usage?peer_id=" + alice.peerId());
        IntFunction<Client.Answer> read = i -> asAlice.get(paths.get(i % paths.size()));

        for (int i = 0; i < REQUESTS; i++)
            assertThat(read.apply(i).status()).as("request %d", i).isEqualTo(200);

        assertThat(acceptedUntilRefused(read, 200)).isLessThanOrEqualTo(UNDER_WAY);
        for (int i = 0; i < paths.size(); i++)
            assertThat(read.apply(i).status()).isEqualTo(429);
        assertThat(asBob.get("/stats").status()).isEqualTo(200);
    }

    /** Within one service no report is in flight, so the limits are exact. */
    @Test
    void theHundredAndFirstRequestAndTheSixtyFirstMessageHaveToWait() {
        for (int i = 0; i < MESSAGES; i++)
            assertThat(asAlice.send(alice.peerId(), "dave", "x").status()).isEqualTo(201);
        assertRefused(asAlice.send(alice.peerId(), "dave", "x"));

        for (int i = MESSAGES + 1; i < REQUESTS; i++)
            assertThat(asAlice.get("/stats").status()).isEqualTo(200);
        assertRefused(asAlice.get("/stats"));
        // others are not affected
        assertThat(asBob.send(bob.peerId(), "dave", "x").status()).isEqualTo(201);
    }

    /** The number of answers before the first refusal. */
    private static int acceptedUntilRefused(IntFunction<Client.Answer> ask, int accepted) {
        for (int i = 0; i < MESSAGES; i++) {
            var answer = ask.apply(i);
            if (answer.status() != accepted) {
                assertRefused(answer);
                return i;
            }
        }
        throw new AssertionError("nothing is refused");
    }

    private static void assertRefused(Client.Answer answer) {
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.body().path("code").asText()).isEqualTo("rate_limited");
        assertThat(Integer.parseInt(
                        answer.raw().headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1, 61);
    }

    private static String groupOf(KeyHolder creator, Client client) {
        var made = client.post("/groups", Map.of("name", "Team", "created_by", creator.peerId()));
        assertThat(made.status()).isEqualTo(201);
        return made.body().path("group_id").asText();
    }
}
