package io.bitchat.groups.federation.actor;

import io.bitchat.crypto.Bytes;
import io.bitchat.groups.federation.SharedGroup;
import io.bitchat.groups.federation.link.SiteFrame;
import io.bitchat.groups.federation.link.SiteListener;
import io.bitchat.groups.site.KnownSite;
import io.bitchat.groups.site.KnownSites;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The actors of this replica: starts those of the groups that it drives, and ends those of groups that it no longer
 * drives.
 */
@ApplicationScoped
public class GroupActors implements SiteListener {
    /** {@code sequence > 0} lets the query use the partial index on positions. */
    private static final String SHARED = """
            select g.group_id,
                   exists (select 1 from group_messages m
                           where m.group_id = g.group_id and m.sequence > g.published and m.sequence > 0
                             and m.origin_site is null
                             and m.hybrid_time is null)
                   or exists (select 1 from group_operations o
                              where o.group_id = g.group_id and o.hybrid_time is null) as behind
            from group_gossip g
            """;

    private final KnownSites sites;
    private final Partitions partitions;
    private final Pool pool;
    private final GroupActorFactory actors;
    private final Vertx vertx;
    private final Map<String, GroupActor> byGroup = new ConcurrentHashMap<>();
    private final Map<Bytes, GroupActor> byTag = new ConcurrentHashMap<>();
    private final Set<String> starting = ConcurrentHashMap.newKeySet();

    GroupActors(KnownSites sites, Partitions partitions, Pool pool, GroupActorFactory actors, Vertx vertx) {
        this.sites = sites;
        this.partitions = partitions;
        this.pool = pool;
        this.actors = actors;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent startup) {
        partitions.listen(this::wake, this::endStrangers);
    }

    /** The actor of a group, or null if this replica does not drive it. */
    @Nullable
    public GroupActor of(String groupId) {
        return byGroup.get(groupId);
    }

    public Collection<GroupActor> all() {
        return byGroup.values();
    }

    /**
     * Starts actors of own groups that have none, and wakes those with unpublished data for which no Kafka record
     * arrived.
     */
    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        if (!sites.areEnabled()) return Uni.createFrom().voidItem();
        return pool.query(SHARED)
                .execute()
                .invoke(rows -> rows.forEach(row -> look(row.getString(0), row.getBoolean(1))))
                .replaceWithVoid();
    }

    private void look(String groupId, boolean behind) {
        if (!partitions.own(groupId)) return;
        var actor = byGroup.get(groupId);
        if (actor == null) begin(groupId);
        else if (behind) actor.wake();
    }

    private void begin(String groupId) {
        if (!starting.add(groupId)) return;
        actors.load(groupId)
                .onTermination()
                .invoke(() -> starting.remove(groupId))
                .subscribe()
                .with(
                        found -> found.filter(_ -> partitions.own(groupId)).ifPresent(this::begin),
                        GroupActorFactory::failed);
    }

    private void begin(SharedGroup group) {
        var context = ((VertxInternal) vertx).createEventLoopContext();
        var actor = actors.create(group, context, this::end);
        byGroup.put(group.groupId(), actor);
        byTag.put(group.key().tag(), actor);
        actor.start();
    }

    /** This one and not its successor: an actor may fail after another one has begun for its group. */
    private void end(GroupActor actor) {
        var group = actor.group();
        byTag.remove(group.key().tag(), actor);
        if (byGroup.remove(group.groupId(), actor)) actor.stop();
    }

    private void endStrangers() {
        List.copyOf(byGroup.values()).stream()
                .filter(actor -> !partitions.own(actor.group().groupId()))
                .forEach(this::end);
    }

    private void wake(String groupId) {
        var actor = byGroup.get(groupId);
        if (actor != null) actor.wake();
    }

    @Override
    public void heard(KnownSite from, SiteFrame frame) {
        if (!(frame instanceof SiteFrame.Gossip(Bytes tag, Bytes content))) return;
        var actor = byTag.get(tag);
        if (actor == null) actors.unknownTag();
        else actor.received(from.id(), content);
    }

    @Override
    public void down(KnownSite site) {
        byGroup.values().forEach(actor -> actor.lost(site.id()));
    }
}
