package io.bitchat.files.transfer;

import static io.bitchat.files.transfer.PermissionRequests.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.contracts.Event;
import io.bitchat.files.RealServers;
import io.bitchat.files.transfer.PermissionRoom.Stage;
import io.bitchat.files.transfer.PermissionRoom.Who;
import io.bitchat.kit.auth.AuthConfig;
import io.bitchat.kit.codec.EventCodec;
import io.bitchat.kit.event.EventProducer;
import io.bitchat.kit.trace.TraceContext;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Who may do what with a transfer, in the mode {@code required}. A cell is a status and the code of a refusal, or for a
 * frame {@code ok} or the code. Each cell has a transfer of its own, which a refusal must not change.
 */
@QuarkusTest
@RealServers
@TestProfile(TransferPermissionTest.Required.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransferPermissionTest {
    /** Tokens are verified with the key of an issuer that the test starts; many transfers run at a time. */
    public static class Required implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return Map.of(
                        "bitchat.auth.mode", "required",
                        "bitchat.auth.jwks-url", "http://127.0.0.1:" + free.getLocalPort() + "/jwks",
                        "bitchat.transfers.per-user", "1000",
                        "bitchat.transfers.per-room", "1000");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Inject
    AuthConfig auth;

    @Inject
    EventCodec codec;

    @Inject
    EventProducer producer;

    private TokenIssuer issuer;
    private PermissionRoom adHoc;
    private PermissionRoom group;

    /** Once: the port of the service is known only before each test. */
    @BeforeEach
    void begin() {
        if (issuer != null) return;
        issuer = new TokenIssuer(auth.jwksUrl());
        adHoc = new PermissionRoom(issuer::token);
        adHoc.begin();
        group = new PermissionRoom(issuer::token);
        group.beginAsGroup(this::publish);
    }

    private void publish(Event fact) {
        producer.send(codec.encode(fact, TraceContext.start())).join();
    }

    @AfterAll
    void end() {
        issuer.close();
    }

    /** A group, and with {@code --full} a room that is none. */
    private List<PermissionRoom> rooms() {
        return Boolean.getBoolean("bitchat.full") ? List.of(group, adHoc) : List.of(group);
    }

    // --- requests

    /** Request; how far the transfer is; no token, other peer, participant, removed, sender, receiver. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            offer                | PENDING          | 401 | 403 | 201 | 403 | 201 | 201
            offer as sender      | PENDING          | 401 | 403 | 403 | 403 | 201 | 403
            accept               | PENDING          | 401 | 403 | 403 | 403 | 403 | 200
            accept as receiver   | PENDING          | 401 | 403 | 403 | 403 | 403 | 200
            reject               | PENDING          | 401 | 403 | 403 | 403 | 403 | 200
            reject as receiver   | PENDING          | 401 | 403 | 403 | 403 | 403 | 200
            pause                | ACTIVE           | 401 | 403 | 403 | 403 | 200 | 200
            pause as sender      | ACTIVE           | 401 | 403 | 403 | 403 | 200 | 403
            resume               | PAUSED_BY_SENDER | 401 | 403 | 403 | 403 | 200 | 409
            resume               | PAUSED_BY_RECEIVER | 401 | 403 | 403 | 403 | 409 | 200
            resume as sender     | PAUSED_BY_SENDER | 401 | 403 | 403 | 403 | 200 | 403
            cancel               | ACTIVE           | 401 | 403 | 403 | 403 | 204 | 204
            cancel               | PENDING          | 401 | 403 | 403 | 403 | 204 | 409
            cancel as sender     | ACTIVE           | 401 | 403 | 403 | 403 | 204 | 403
            progress             | ACTIVE           | 401 | 403 | 200 | 403 | 200 | 200
            progress as sender   | ACTIVE           | 401 | 403 | 403 | 403 | 200 | 403
            list                 | ACTIVE           | 401 | 403 | 200 | 403 | 200 | 200
            chunk raw            | ACTIVE           | 401 | 403 | 403 | 403 | 200 | 403
            chunk raw as sender  | ACTIVE           | 401 | 403 | 403 | 403 | 200 | 403
            chunk form           | ACTIVE           | 401 | 403 | 403 | 403 | 200 | 403
            chunk JSON           | ACTIVE           | 401 | 403 | 403 | 403 | 200 | 403
            chunk get            | STORED           | 401 | 403 | 403 | 403 | 403 | 200
            chunk get as receiver | STORED          | 401 | 403 | 403 | 403 | 403 | 200
            room get             | PENDING          | 401 | 403 | 200 | 403 | 200 | 200
            room get as sender   | PENDING          | 401 | 403 | 403 | 403 | 200 | 403
            link                 | ACTIVE           | 401 | 403 | 101 | 403 | 101 | 101
            link as sender       | ACTIVE           | 401 | 403 | 403 | 403 | 101 | 403
            """)
    void requests(ArgumentsAccessor row) {
        for (var room : rooms()) {
            // what is refused changes nothing, so the next caller finds the same transfer
            var unchanged = new AtomicReference<@Nullable UUID>();
            assertRow(row, (who, stage) -> {
                var kept = unchanged.get();
                var transfer = kept == null ? room.transfer(stage) : kept;
                var before = room.state(transfer);
                var answer = ask(room, row.getString(0), who, transfer);
                boolean isRefused = answer.startsWith("4");
                if (isRefused)
                    assertThat(room.state(transfer)).as("%s by %s", row, who).isEqualTo(before);
                else room.end(transfer);
                unchanged.set(isRefused ? transfer : null);
                return answer;
            });
            var left = unchanged.get();
            if (left != null) room.end(left);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            join             | PENDING | 401 | 403 | 200 | 403 | 200 | 200
            invite           | PENDING | 401 | 403 | 200 | 403 | 200 | 200
            invite as sender | PENDING | 401 | 403 | 403 | 403 | 200 | 403
            remove           | PENDING | 401 | 403 | 403 | 403 | 204 | 403
            remove as sender | PENDING | 401 | 403 | 403 | 403 | 204 | 403
            leave            | PENDING | 401 | 403 | 204 | 403 | 204 | 204
            """)
    void participantsOfARoomThatIsNoGroup(ArgumentsAccessor row) {
        assertRow(row, (who, _) -> {
            var room = new PermissionRoom(issuer::token);
            room.begin();
            return ask(room, row.getString(0), who, UUID.randomUUID());
        });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            join             | PENDING | 401 | 403 | 200 | 403 | 200 | 200
            invite           | PENDING | 401 | 403 | 409 | 403 | 409 | 409
            remove           | PENDING | 401 | 403 | 409 | 403 | 409 | 409
            leave            | PENDING | 401 | 403 | 409 | 403 | 409 | 409
            """)
    void participantsOfAGroup(ArgumentsAccessor row) {
        assertRow(row, (who, _) -> ask(group, row.getString(0), who, UUID.randomUUID()));
    }

    /** @param answer what a caller is answered when the transfer is so far */
    private static void assertRow(ArgumentsAccessor row, BiFunction<Who, Stage, String> answer) {
        var expected = new EnumMap<Who, String>(Who.class);
        var answers = new EnumMap<Who, String>(Who.class);
        var stage = row.get(1, Stage.class);
        for (var who : Who.values()) {
            expected.put(who, row.getString(2 + who.ordinal()));
            answers.put(who, answer.apply(who, stage));
        }
        assertThat(answers).as(row.getString(0)).isEqualTo(expected);
    }

    // --- frames

    /** Frame; how far the transfer is; a peer of another room, participant, sender, receiver. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            file-share-accept     | PENDING            | unknown_transfer | not_a_party | not_the_receiver | ok
            file-share-reject     | PENDING            | unknown_transfer | not_a_party | not_the_receiver | ok
            file-share-pause      | ACTIVE             | unknown_transfer | not_a_party | ok | ok
            file-share-resume     | PAUSED_BY_SENDER   | unknown_transfer | not_a_party | ok | paused_by_other
            file-share-resume     | PAUSED_BY_RECEIVER | unknown_transfer | not_a_party | paused_by_other | ok
            file-share-cancel     | ACTIVE             | unknown_transfer | not_a_party | ok | ok
            file-share-complete   | STORED             | unknown_transfer | not_a_party | ok | incomplete
            file-share-credit     | ACTIVE             | unknown_transfer | not_a_party | not_the_receiver | ok
            file-share-retransmit | STORED             | unknown_transfer | not_a_party | not_the_receiver | no_such_chunk
            file-share-chunk      | ACTIVE             | unknown_transfer | not_a_party | ok | not_the_sender
            binary                | ACTIVE             | unknown_transfer | not_a_party | ok | not_the_sender
            file-share-progress   | ACTIVE             | unknown_transfer | unknown_frame | unknown_frame | unknown_frame
            file-share-offer      | PENDING            | transfer_exists | transfer_exists | ok | transfer_exists
            join-room             | PENDING            | ok | ok | ok | ok
            leave-room            | PENDING            | ok | ok | ok | ok
            offer                 | PENDING            | not_present | ok | ok | ok
            answer                | PENDING            | not_present | ok | ok | ok
            ice-candidate         | PENDING            | not_present | ok | ok | ok
            offer to nobody       | PENDING            | not_present | not_present | not_present | not_present
            """)
    void framesOverALink(ArgumentsAccessor row) {
        var callers = List.of(Who.OTHER_PEER, Who.PARTICIPANT, Who.SENDER, Who.RECEIVER);
        for (var room : rooms()) {
            for (int i = 0; i < callers.size(); i++) {
                var who = callers.get(i);
                var transfer = room.transfer(row.get(1, Stage.class));
                assertThat(PermissionFrames.say(room, row.getString(0), who, transfer))
                        .as("%s by %s", row.getString(0), who)
                        .isEqualTo(row.getString(2 + i));
                room.end(transfer);
            }
        }
    }

    @Test
    void whoIsRemovedLosesItsLink() {
        var room = new PermissionRoom(issuer::token);
        room.begin();
        try (var link = room.link(Who.PARTICIPANT)) {
            link.say(link.frame("join-room", UUID.randomUUID()));
            link.hears("room-state");
            room.as(Who.SENDER).delete(room.path() + "/participants/" + room.peer(Who.PARTICIPANT));
            await().atMost(Device.SOON).until(() -> link.closedWith() == 4403);
        }
        assertThat(ask(room, "link", Who.PARTICIPANT, UUID.randomUUID())).isEqualTo("403");

        var team = new PermissionRoom(issuer::token);
        team.beginAsGroup(this::publish);
        try (var link = team.link(Who.PARTICIPANT)) {
            link.say(link.frame("join-room", UUID.randomUUID()));
            link.hears("room-state");
            publish(team.removal(Who.PARTICIPANT));
            await().atMost(Device.SOON).until(() -> link.closedWith() == 4403);
        }
        assertThat(ask(team, "link", Who.PARTICIPANT, UUID.randomUUID())).isEqualTo("403");
    }
}
