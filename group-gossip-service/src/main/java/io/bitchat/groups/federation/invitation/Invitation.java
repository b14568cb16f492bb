package io.bitchat.groups.federation.invitation;

import io.bitchat.crypto.Bytes;
import io.bitchat.gossip.seal.GroupKey;
import io.bitchat.groups.Role;
import io.bitchat.groups.oplog.OperationJson;
import io.bitchat.groups.site.SiteIdentity;
import io.bitchat.kit.text.Identifier;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Invitation of a site to share a group.
 *
 * @param sites sites that share it already, the inviting one among them
 */
public record Invitation(
        String groupId, String createdBy, Instant createdAt, GroupKey key, Base base, List<Site> sites) {
    private static final int VERSION = 1;

    /** A site, with the name that the inviting site uses for it. */
    public record Site(String name, SiteIdentity identity) {}

    /** A member and the time it joined. */
    public record Member(String peerId, Role role, Instant joinedAt) {}

    /** The group when it was first shared. Every site applies all later operations to this state. */
    public record Base(String name, @Nullable String description, boolean isActive, List<Member> members) {
        JsonObject json() {
            var all = new JsonArray();
            members.forEach(member -> all.add(new JsonObject()
                    .put("peer_id", member.peerId())
                    .put("role", member.role().wire())
                    .put("joined_at", member.joinedAt().toString())));
            return new JsonObject()
                    .put("name", name)
                    .put("description", description)
                    .put("is_active", isActive)
                    .put("members", all);
        }

        public static Base of(JsonObject json) {
            var members = new ArrayList<Member>();
            json.getJsonArray("members").forEach(item -> {
                var member = (JsonObject) item;
                members.add(new Member(
                        identifier(member.getString("peer_id")),
                        Role.of(member.getString("role")),
                        OperationJson.plausible(Instant.parse(member.getString("joined_at")))));
            });
            var name = json.getString("name");
            if (name.isEmpty() || name.length() > 255) throw new IllegalArgumentException("name");
            return new Base(name, json.getString("description"), json.getBoolean("is_active"), List.copyOf(members));
        }
    }

    public Bytes encode() {
        var all = new JsonArray();
        sites.forEach(site -> all.add(new JsonObject()
                .put("name", site.name())
                .put("identity", site.identity().text())));
        var json = new JsonObject()
                .put("version", VERSION)
                .put("group_id", groupId)
                .put("created_by", createdBy)
                .put("created_at", createdAt.toString())
                .put("key", Base64.getEncoder().encodeToString(key.secret()))
                .put("base", base.json())
                .put("sites", all);
        return Bytes.copyOf(json.toBuffer().getBytes());
    }

    /** Returns empty for anything that no site of this version writes. */
    public static Optional<Invitation> decode(Bytes bytes) {
        try {
            var json = new JsonObject(Buffer.buffer(bytes.toArray()));
            if (json.getInteger("version") != VERSION) return Optional.empty();
            var sites = new ArrayList<Site>();
            json.getJsonArray("sites").forEach(item -> sites.add(site((JsonObject) item)));
            var base = Base.of(json.getJsonObject("base"));
            checkStorable(base);
            return Optional.of(new Invitation(
                    identifier(json.getString("group_id")),
                    identifier(json.getString("created_by")),
                    OperationJson.plausible(Instant.parse(json.getString("created_at"))),
                    GroupKey.of(Base64.getDecoder().decode(json.getString("key"))),
                    base,
                    List.copyOf(sites)));
        } catch (DecodeException
                | IllegalArgumentException
                | ClassCastException
                | NullPointerException
                | DateTimeException _) {
            return Optional.empty();
        }
    }

    /**
     * Rejects text that PostgreSQL cannot store, and duplicate members. No site sends these, since its own database
     * refuses them too.
     */
    private static void checkStorable(Base base) {
        storable(base.name());
        if (base.description() != null) storable(base.description());
        if (base.members().stream().map(Member::peerId).distinct().count()
                != base.members().size()) {
            throw new IllegalArgumentException("a member is listed twice");
        }
    }

    private static String storable(String text) {
        if (!OperationJson.isStorable(text)) throw new IllegalArgumentException("the text cannot be stored");
        return text;
    }

    private static Site site(JsonObject json) {
        var identity = SiteIdentity.parse(json.getString("identity"));
        return new Site(
                storable(json.getString("name")),
                identity.orElseThrow(() -> new IllegalArgumentException("no identity")));
    }

    private static String identifier(String text) {
        if (!text.matches(Identifier.REGEX)) throw new IllegalArgumentException("no identifier");
        return text;
    }
}
