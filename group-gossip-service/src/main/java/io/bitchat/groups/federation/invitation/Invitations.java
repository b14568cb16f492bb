package io.bitchat.groups.federation.invitation;

import io.bitchat.gossip.PeerId;
import io.bitchat.groups.federation.SharedGroup;
import io.bitchat.groups.federation.SharedGroupTable;
import io.bitchat.groups.federation.SiteTable;
import io.bitchat.groups.federation.link.SiteFrame;
import io.bitchat.groups.federation.link.SiteLinks;
import io.bitchat.groups.federation.link.SiteListener;
import io.bitchat.groups.site.KnownSite;
import io.bitchat.groups.site.SiteIdentity;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Sends invitations until a site answers, since it may be offline, and answers invitations from other sites. */
@ApplicationScoped
class Invitations implements SiteListener {
    private static final String UNANSWERED = """
            select s.group_id, s.site_id from group_sites s where s.answered_at is null order by s.invited_at limit 100
            """;
    private static final String DETAILS = """
            select c.created_by, c.created_at, g.base from group_chats c
            join group_gossip g on g.group_id = c.group_id where c.group_id = $1
            """;

    private final Pool pool;
    private final SharedGroupTable groups;
    private final SiteTable sites;
    private final Acceptance acceptance;
    private final SiteLinks links;
    private final InvitationQueue queue;

    Invitations(
            Pool pool,
            SharedGroupTable groups,
            SiteTable sites,
            Acceptance acceptance,
            SiteLinks links,
            InvitationQueue queue) {
        this.pool = pool;
        this.groups = groups;
        this.sites = sites;
        this.acceptance = acceptance;
        this.links = links;
        this.queue = queue;
    }

    private record Open(String groupId, PeerId site) {}

    /** Every replica with a link to the site sends them; a repeated invitation gets the same answer. */
    @Scheduled(every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> repeat() {
        if (!links.areWanted()) return Uni.createFrom().voidItem();
        return pool.query(UNANSWERED)
                .execute()
                .onItem()
                .transformToMulti(rows -> Multi.createFrom().iterable(reachable(rows)))
                .onItem()
                .transformToUniAndConcatenate(this::invite)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private List<Open> reachable(Iterable<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new Open(row.getString(0), new PeerId(row.getLong(1))))
                .filter(open -> links.isUp(open.site()))
                .toList();
    }

    private Uni<Void> invite(Open open) {
        return groups.load(open.groupId())
                .flatMap(found -> found.map(group -> invitation(group))
                        .orElseGet(() -> Uni.createFrom().nullItem()))
                .invoke(invitation -> {
                    if (invitation != null) links.send(open.site(), new SiteFrame.Invitation(invitation.encode()));
                })
                .replaceWithVoid();
    }

    private Uni<@Nullable Invitation> invitation(SharedGroup group) {
        return pool.preparedQuery(DETAILS)
                .execute(Tuple.of(group.groupId()))
                .map(rows -> invitation(group, rows.iterator().next()));
    }

    private static Invitation invitation(SharedGroup group, Row row) {
        return new Invitation(
                group.groupId(),
                row.getString("created_by"),
                row.getOffsetDateTime("created_at").toInstant(),
                group.key(),
                Invitation.Base.of((JsonObject) row.getValue("base")),
                group.sites().stream()
                        .map(site -> new Invitation.Site(site.name(), site.identity()))
                        .toList());
    }

    @Override
    public void heard(KnownSite from, SiteFrame frame) {
        switch (frame) {
            case SiteFrame.Invitation(var json) ->
                Invitation.decode(json)
                        .filter(invitation -> names(invitation, from.identity()))
                        .ifPresent(invitation -> queue.add(() -> accept(from, invitation)));
            case SiteFrame.Answer(var json) ->
                Answer.decode(json).ifPresent(answer -> queue.add(() -> note(from, answer)));
            case SiteFrame.Gossip _, SiteFrame.Ping _, SiteFrame.Pong _ -> {} // others hear these
        }
    }

    private static boolean names(Invitation invitation, SiteIdentity inviting) {
        return invitation.sites().stream().map(Invitation.Site::identity).anyMatch(inviting::equals);
    }

    private Uni<Void> accept(KnownSite from, Invitation invitation) {
        return acceptance
                .accept(invitation)
                .invoke(answer -> {
                    Log.infof(
                            "invitation answered site=%s group=%s refused=%s",
                            from.name(), answer.groupId(), answer.refused());
                    links.send(from.id(), new SiteFrame.Answer(answer.encode()));
                })
                .replaceWithVoid();
    }

    private Uni<Void> note(KnownSite from, Answer answer) {
        return sites.answered(answer.groupId(), from.id(), answer.refused()).replaceWithVoid();
    }
}
