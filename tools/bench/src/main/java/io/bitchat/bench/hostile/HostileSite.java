package io.bitchat.bench.hostile;

import io.bitchat.crypto.Bytes;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.seal.GroupKey;
import io.bitchat.link.LinkConfig;
import io.bitchat.link.LinkEndpoint;
import io.bitchat.link.LinkIdentity;
import io.bitchat.link.LinkPolicy;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A site whose key others trust and that was invited to their groups, but that breaks the rules. */
public final class HostileSite implements AutoCloseable, SiteLink.Ear {
    /** A small queue, so that an attack is over soon after it is stopped. */
    private static final int FRAME_BYTES = 256 << 10;

    private static final int QUEUE_BYTES = FRAME_BYTES + (64 << 10);
    private static final int LARGEST_FRAME = (1 << 24) - 1;
    private static final int LARGEST_QUEUE = 1 << 25;

    private final PlayedSite self;
    private final List<PlayedSite> others;
    private final LinkEndpoint small;
    private final LinkEndpoint large;
    private final Map<PeerId, SiteLink> links = new ConcurrentHashMap<>();
    private final Map<Bytes, HostileMember> members = new ConcurrentHashMap<>();
    private final List<SiteLink> all = new CopyOnWriteArrayList<>();

    /** @param others sites whose messages it accepts */
    public HostileSite(Vertx vertx, PlayedSite self, List<PlayedSite> others) {
        this.self = self;
        this.others = List.copyOf(others);
        this.small = endpoint(vertx, FRAME_BYTES, QUEUE_BYTES);
        this.large = endpoint(vertx, LARGEST_FRAME, LARGEST_QUEUE);
    }

    private LinkEndpoint endpoint(Vertx vertx, int frameBytes, int queueBytes) {
        return new LinkEndpoint(
                vertx,
                new LinkIdentity(self.link()),
                LinkPolicy.anybody(),
                LinkConfig.defaults()
                        .withOutboundQueueBytes(queueBytes)
                        .withMaxFrameBytes(frameBytes)
                        .withRedial(Duration.ofMillis(100), Duration.ofSeconds(1)),
                new SecureRandom());
    }

    /** Dials a site, and redials whenever the link ends. */
    public SiteLink dial(PlayedSite target, int port) {
        var link = new SiteLink(small, target, port, this);
        links.put(target.id(), link);
        all.add(link);
        return link;
    }

    /** Dials one more link, for frames of up to 16 MB. */
    public SiteLink dialForLargeFrames(PlayedSite target, int port) {
        var link = new SiteLink(large, target, port, this);
        all.add(link);
        return link;
    }

    /** Its membership in a group; null before the invitation. */
    public @Nullable HostileMember member(String groupId) {
        return members.values().stream()
                .filter(member -> member.groupId().equals(groupId))
                .findFirst()
                .orElse(null);
    }

    PlayedSite self() {
        return self;
    }

    List<PlayedSite> others() {
        return others;
    }

    @Nullable
    SiteLink linkTo(PeerId site) {
        return links.get(site);
    }

    @Override
    public void invited(JsonObject invitation) {
        var key = GroupKey.of(Base64.getDecoder().decode(invitation.getString("key")));
        members.computeIfAbsent(
                key.tag(), _ -> new HostileMember(this, invitation.getString("group_id"), key).started());
    }

    @Override
    public void gossip(PeerId from, Bytes tag, byte[] frame) {
        var member = members.get(tag);
        if (member != null) member.heard(from, frame);
    }

    @Override
    public void close() {
        all.forEach(SiteLink::close);
        members.values().forEach(HostileMember::close);
    }
}
