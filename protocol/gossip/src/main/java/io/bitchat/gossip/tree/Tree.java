package io.bitchat.gossip.tree;

import io.bitchat.gossip.Count;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.Timer;
import io.bitchat.gossip.Turn;
import io.bitchat.gossip.membership.ActiveView;
import io.bitchat.gossip.membership.Neighbour;
import io.bitchat.gossip.wire.Frame;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the parent: the neighbour on the shortest path to the root. The root is the lowest id that answers; it
 * numbers its beacons. A route is taken only if it cannot lead through this node: its number is newer, or its cost is
 * below every cost this node has had since that number was new (the feasibility condition of DUAL, Garcia-Luna-Aceves
 * 1993). A node without such a route asks the root for a new number, as in Babel (RFC 8966, section 3.8.2).
 */
public final class Tree {
    private static final Duration BEACON_INTERVAL = Duration.ofSeconds(15);
    /** Maximum time by which a root's number, taken from its wall clock, may be ahead of this node's clock. */
    private static final Duration MAX_AHEAD = Duration.ofMinutes(2);

    private static final long ROOT_PATIENCE = 50_000_000;
    private static final long SEEK_PATIENCE = 2_000_000;
    private static final long SEEK_INTERVAL = 400_000;
    private static final long BEACON_PAUSE = 500_000;
    private static final long UNKNOWN_ROUND_TRIP = 100_000;
    private static final int HOP_COST = 20;
    private static final int MICROS_PER_COST = 100;
    private static final long NEWS_PATIENCE = 1_000_000;
    private static final int LEAST_GAIN = 30;
    private static final int MAX_GRAFTS = 10;
    private static final int MAX_DEAD_ROOTS = 64;

    private final PeerId self;
    private final Turn turn;
    private final ActiveView active;
    private final Map<PeerId, Long> deadRoots = new LinkedHashMap<>();
    private Route own;
    private int feasible = Route.MAX_COST;
    private @Nullable Neighbour parent;
    private long rootHeardAt;
    private long beaconAt;
    private long orphanSince;
    private long soughtAt;
    private long newsAt;
    private boolean confirmed;
    private long graftedAt;
    private int grafts;
    private int told = Route.MAX_COST;

    public Tree(PeerId self, Turn turn, ActiveView active) {
        this.self = self;
        this.turn = turn;
        this.active = active;
        this.own = new Route(self, 0, 0);
    }

    /** This node's route to the root. */
    public Route route() {
        return own;
    }

    /** The parent; null at the root, and if the route is lost. */
    public @Nullable Neighbour parent() {
        return parent;
    }

    /** Starts as its own root. */
    public void start() {
        own = new Route(self, turn.now().toEpochMilli(), 0);
        rootHeardAt = turn.micros();
        scheduleBeacon();
    }

    private void scheduleBeacon() {
        turn.schedule(
                new Timer.Beacon(),
                turn.jittered(BEACON_INTERVAL.multipliedBy(turn.parameters().rarity())));
    }

    /** The root raises its number; other nodes check whether it still does. */
    public void beacon() {
        if (isRoot()) renumber();
        else if (turn.micros() - rootHeardAt > ROOT_PATIENCE * turn.parameters().rarity()) giveUpRoot();
        scheduleBeacon();
    }

    /** Called often: repairs a lost route, and checks whether the parent keeps up with the root. */
    public void upkeep() {
        if (isRoot()) return;
        if (parent != null) {
            if (newsAt > 0 && turn.micros() - newsAt > NEWS_PATIENCE) choose(true);
            return;
        }
        choose(true);
        if (parent != null) return;
        if (turn.micros() - orphanSince > SEEK_PATIENCE) giveUpRoot();
        else seek(null);
    }

    /** A new link: tells its other end the route. */
    public void up(Neighbour neighbour) {
        tell(neighbour);
    }

    /** A link ended; if it led to the parent, the route is lost. */
    public void down(Neighbour neighbour) {
        if (neighbour != parent) return;
        parent = null;
        orphanSince = turn.micros();
        choose(true);
        if (parent == null) seek(null);
    }

    /** A neighbour sent a beacon with its route. */
    public void told(Neighbour by, Route route) {
        if (by == parent && mayAnswer(by)) confirmed = true;
        if (isFromTheFuture(route)) return;
        by.setRoute(route);
        if (route.root().equals(self) || isDead(route)) return;
        if (route.root().equals(own.root()) && route.number() > own.number()) {
            rootHeardAt = turn.micros();
            if (newsAt == 0) newsAt = turn.micros();
        }
        if (by == parent) follow();
        else choose(parent == null);
    }

    /**
     * Whether a beacon can be the answer to the last graft. One that arrives in less than the shortest round trip was
     * sent before the graft arrived.
     */
    private boolean mayAnswer(Neighbour by) {
        return turn.micros() - graftedAt >= by.distance();
    }

    /** A node has lost its route: the root raises its number, others pass the request on to their parent. */
    public void sought(Neighbour by, PeerId root) {
        if (!root.equals(own.root())) {
            tell(by);
            return;
        }
        if (isRoot()) {
            if (turn.micros() - beaconAt > BEACON_PAUSE) renumber();
        } else if (parent != null && by != parent) {
            seek(parent);
        }
    }

    /**
     * A child's graft arrived; a beacon confirms it.
     *
     * @return whether the neighbour was not a child before
     */
    public boolean grafted(Neighbour by) {
        if (by.isChild()) return false;
        by.setChild(true);
        tell(by);
        return true;
    }

    /** The graft was not confirmed in time and may be lost: repeats it. */
    public void graftDue(PeerId to) {
        var current = parent;
        if (current == null || !current.id().equals(to) || confirmed || ++grafts > MAX_GRAFTS) return;
        sendGraft(current);
    }

    private boolean isRoot() {
        return own.root().equals(self);
    }

    /**
     * Whether the root cannot have reached this number yet. Accepting it would make all nodes take the real root for
     * dead later.
     */
    private boolean isFromTheFuture(Route route) {
        return route.number() > turn.now().plus(MAX_AHEAD).toEpochMilli();
    }

    private boolean isDead(Route route) {
        return deadRoots.getOrDefault(route.root(), -1L) >= route.number();
    }

    private void renumber() {
        beaconAt = turn.micros();
        own = new Route(self, Math.max(own.number() + 1, turn.now().toEpochMilli()), 0);
        tellAll();
    }

    private void giveUpRoot() {
        if (deadRoots.size() >= MAX_DEAD_ROOTS)
            deadRoots.remove(deadRoots.keySet().iterator().next());
        deadRoots.put(own.root(), own.number());
        setParent(null);
        feasible = Route.MAX_COST;
        own = new Route(self, turn.now().toEpochMilli(), 0);
        rootHeardAt = turn.micros();
        choose(true);
        if (isRoot()) tellAll();
    }

    private void seek(@Nullable Neighbour only) {
        if (turn.micros() - soughtAt < SEEK_INTERVAL) return;
        soughtAt = turn.micros();
        var frame = new Frame.Seek(own.root());
        if (only != null) turn.send(only.contact(), frame);
        else active.all().forEach(neighbour -> turn.send(neighbour.contact(), frame));
    }

    /**
     * @param newer whether a newer number alone justifies leaving the parent, which may be about to send that number
     */
    private void choose(boolean newer) {
        var best = best();
        if (best == null || best == parent || !isWorthIt(best, newer)) return;
        setParent(best);
        take(way(best));
    }

    /** The best feasible neighbour; of equals, the oldest link. */
    private @Nullable Neighbour best() {
        Neighbour best = null;
        for (var neighbour : active.all()) {
            if (isFeasible(neighbour) && (best == null || isBetter(way(neighbour), way(best)))) best = neighbour;
        }
        return best;
    }

    private static boolean isBetter(Route one, Route other) {
        if (!one.root().equals(other.root())) return one.hasLowerRootThan(other);
        return one.number() != other.number() ? one.number() > other.number() : one.cost() < other.cost();
    }

    /** The parent's route changed. */
    private void follow() {
        var current = parent;
        if (current == null) return;
        if (isFeasible(current)) {
            take(way(current));
            return;
        }
        setParent(null);
        orphanSince = turn.micros();
        choose(true);
        if (parent == null) seek(null);
    }

    private boolean isFeasible(Neighbour neighbour) {
        var route = neighbour.route();
        if (route == null || neighbour.isChild() || route.root().equals(self)) return false;
        return isPreferable(route) && !isDead(route);
    }

    private boolean isPreferable(Route route) {
        if (!route.root().equals(own.root())) return route.hasLowerRootThan(own);
        return route.number() > own.number() || route.number() == own.number() && route.cost() < feasible;
    }

    private boolean isWorthIt(Neighbour candidate, boolean newer) {
        var current = parent;
        var way = way(candidate);
        if (current == null || current.route() == null || way.hasLowerRootThan(own)) return true;
        var now = way(current);
        if (way.number() > now.number()) return newer;
        return way.cost() + Math.max(LEAST_GAIN, now.cost() / 8) < now.cost();
    }

    private static int linkCost(Neighbour neighbour) {
        long roundTrip = neighbour.distance() == 0 ? UNKNOWN_ROUND_TRIP : neighbour.distance();
        return (int) Math.min(Route.MAX_COST, roundTrip / 2 / MICROS_PER_COST + HOP_COST);
    }

    private static Route way(Neighbour neighbour) {
        var route = neighbour.route();
        if (route == null) throw new IllegalStateException("no route is known through " + neighbour.id());
        return route.over(linkCost(neighbour));
    }

    private void take(Route way) {
        boolean news = !way.root().equals(own.root()) || way.number() > own.number();
        if (news) newsAt = 0;
        if (news && !way.root().equals(own.root())) rootHeardAt = turn.micros();
        own = way;
        feasible = news ? way.cost() : Math.min(feasible, way.cost());
        if (news || Math.abs(way.cost() - told) * 5 > told) tellAll();
    }

    private void setParent(@Nullable Neighbour next) {
        var before = parent;
        parent = next;
        if (before != null && active.get(before.id()) == before) {
            before.setParent(false);
            turn.count(Count.PRUNES_SENT);
            turn.send(before.contact(), new Frame.Prune());
        }
        if (next != null) graft(next);
    }

    private void graft(Neighbour to) {
        to.setParent(true);
        confirmed = false;
        grafts = 0;
        sendGraft(to);
    }

    private void sendGraft(Neighbour to) {
        turn.count(Count.GRAFTS_SENT);
        graftedAt = turn.micros();
        turn.send(to.contact(), new Frame.Graft());
        turn.scheduleMicros(new Timer.GraftDue(to.id()), to.patience());
    }

    private void tellAll() {
        told = own.cost();
        active.all().forEach(this::tell);
    }

    private void tell(Neighbour neighbour) {
        turn.send(neighbour.contact(), new Frame.Beacon(own));
    }
}
