package io.bitchat.bench.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.gossip.Seal;
import io.bitchat.gossip.seal.GroupKey;
import io.bitchat.gossip.seal.GroupSeal;
import io.bitchat.gossip.wire.Decoded;
import io.bitchat.gossip.wire.Frame;
import io.bitchat.gossip.wire.FrameCodec;
import io.bitchat.gossip.wire.Packet;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each attack must do what its name says; otherwise it measures nothing. */
class AttackTest {
    private static final int ENVELOPE = 1 + 32;

    private final Vertx vertx = Vertx.vertx();
    private final PlayedSite hostile = PlayedSite.fresh("m");
    private final PlayedSite honest = PlayedSite.fresh("a");
    private final GroupKey key = GroupKey.generate(new SecureRandom());
    private final HostileSite site = new HostileSite(vertx, hostile, List.of(honest));

    @BeforeEach
    void invite() {
        site.invited(new JsonObject()
                .put("group_id", "g")
                .put("key", Base64.getEncoder().encodeToString(key.secret())));
    }

    @AfterEach
    void stop() throws Exception {
        site.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @EnumSource(names = "LARGE_FRAMES", mode = EnumSource.Mode.EXCLUDE)
    void everyFrameFollowsTheFormat(Attack attack) {
        var frames = attack.frames(new Attack.Target(site.member("g"), honest));

        for (int i = 0; i < 10; i++) assertThat(decoded(frames.apply(i))).isInstanceOf(Decoded.Complete.class);
    }

    @Test
    void aForgeryIsOneAndAnEquivocationIsProperlySigned() {
        assertThat(opened(Attack.FORGERY)).isEqualTo(new Seal.Opened.Refused(Seal.Fault.FORGED));
        assertThat(opened(Attack.EQUIVOCATION)).isInstanceOf(Seal.Opened.Genuine.class);
        assertThat(opened(Attack.WAITING)).isInstanceOf(Seal.Opened.Genuine.class);
    }

    @Test
    void aReplayIsAlwaysTheSame() {
        var frames = Attack.REPLAY.frames(new Attack.Target(site.member("g"), honest));

        assertThat(frames.apply(7)).isEqualTo(frames.apply(0));
    }

    private Seal.Opened opened(Attack attack) {
        var frame = attack.frames(new Attack.Target(site.member("g"), honest)).apply(0);
        var seal = new GroupSeal(
                key,
                honest.signing(),
                writer -> Optional.of(
                        writer.equals(hostile.id())
                                ? hostile.signing().publicKey()
                                : honest.signing().publicKey()),
                new SecureRandom());
        return switch (decoded(frame)) {
            case Decoded.Complete(Frame.Push(int _, var envelope)) -> seal.open(envelope);
            case Decoded other -> throw new AssertionError(other);
        };
    }

    private static Decoded decoded(byte[] frame) {
        return FrameCodec.decode(Packet.received(Arrays.copyOfRange(frame, ENVELOPE, frame.length)));
    }
}
