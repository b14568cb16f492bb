package io.bitchat.groups.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.groups.Api;
import io.bitchat.groups.Rows;
import io.bitchat.groups.federation.actor.GroupActors;
import io.bitchat.groups.federation.invitation.Answer;
import io.bitchat.groups.federation.invitation.Invitation;
import io.bitchat.groups.federation.link.SiteEndpoint;
import io.bitchat.groups.federation.link.SiteFrame;
import io.bitchat.groups.oplog.GroupPayload;
import io.bitchat.groups.oplog.Operation;
import io.bitchat.groups.site.SiteKeys;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Base of tests of this site with another one, which the test plays. */
public abstract class WithFarSite {
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    Vertx vertx;

    @Inject
    SiteEndpoint endpoint;

    @Inject
    public SiteKeys keys;

    @Inject
    GroupActors actors;

    @Inject
    Rows rows;

    public final String alice = Api.someone("alice");
    public final String bob = Api.someone("bob");
    public FarSite far;

    @BeforeEach
    void link() {
        far = new FarSite(vertx, TwoSites.FAR, endpoint.port(), keys.identity());
        await().atMost(PATIENCE).until(far::isLinked);
    }

    @AfterEach
    void unlink() {
        far.close();
        await().atMost(PATIENCE)
                .until(() -> !(boolean) Api.get("/sites").extract().path("sites[0].linked"));
    }

    static double metric(String name) {
        return io.restassured.RestAssured.get("/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    static List<Operation> changes(FarNode node) {
        return node.delivered().stream()
                .flatMap(delivery -> delivery.change().stream())
                .map(GroupPayload.Change::operation)
                .toList();
    }

    static GroupPayload.Change change(Operation operation) {
        return new GroupPayload.Change(UUID.randomUUID(), operation);
    }

    static Map<String, String> members(String group) {
        List<Map<String, Object>> all =
                Api.get("/groups/" + group + "/members").extract().path("");
        return all.stream().collect(Collectors.toMap(m -> (String) m.get("peer_id"), m -> (String) m.get("role")));
    }

    Invitation share(String group) throws InterruptedException {
        Api.postAs(alice, "/groups/" + group + "/sites", Map.of("site", FarSite.NAME))
                .statusCode(200);
        while (true) {
            var frame = far.next(SiteFrame.Invitation.class);
            assertThat(frame).as("an invitation within 30 s").isNotNull();
            var invitation = Invitation.decode(frame.json()).orElseThrow();
            far.send(new SiteFrame.Answer(new Answer(invitation.groupId(), null).encode()));
            if (invitation.groupId().equals(group)) return invitation;
        }
    }

    /** Simulates a write by another replica: the actor here must notice it and start again. */
    void interrupt(String group) {
        rows.all("update group_gossip set revision = revision + 7 where group_id = $1", group);
    }

    static GroupPayload.Text text(String from, String content) {
        var now = Instant.now();
        return new GroupPayload.Text(
                Api.someone("m"),
                null,
                from,
                content,
                "none",
                null,
                now.truncatedTo(ChronoUnit.MILLIS),
                now.truncatedTo(ChronoUnit.MICROS),
                3600,
                1);
    }

    static List<String> contents(String group) {
        return Api.get("/groups/" + group + "/messages?limit=500").extract().path("content");
    }
}
