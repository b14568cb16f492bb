package io.bitchat.gossip.membership;

import io.bitchat.gossip.Contact;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.tree.Route;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A link of the active view, and what is known about the node at its other end. Times in microseconds. */
public final class Neighbour {
    /** Frames a neighbour may send in a burst, and per second in the long run. */
    public static final int FRAMES_AT_ONCE = 4_000;

    public static final int FRAMES_PER_SECOND = 2_000;

    /** Messages it may ask for in a burst, and per second in the long run. */
    public static final int ANSWERS_AT_ONCE = 1_024;

    public static final int ANSWERS_PER_SECOND = 1_000;

    private static final int OFFENCES_AT_ONCE = 19;
    private static final double OFFENCES_PER_SECOND = 1.0 / 60;
    private static final long FIRST_LAG = 80_000;
    private static final long LEAST_LAG = 30_000;
    private static final long FIRST_TAIL_LAG = 1_000;
    private static final long LEAST_TAIL_LAG = 1_000;
    private static final long UNKNOWN_PATIENCE = 150_000;
    private static final long LEAST_MARGIN = 3_000;
    private static final int DEVIATIONS = 4;
    private static final long LEAST_MOMENT = 2_000;
    /** How often the id of a pushed message follows it. */
    public static final int TAILS = 3;

    private static final double SMOOTHING = 0.25;
    private static final int DISTANCE_INERTIA = 8;

    private final Contact contact;
    private boolean roaming;
    private boolean child;
    private boolean parent;
    private @Nullable Route route;
    private long roundTrip;
    private long deviation;
    private long distance;
    private int samples;
    private long lastHeard;
    private final Allowance frames;
    private final Allowance answers;
    private final Allowance offences;
    private final Answered answered = new Answered();
    private long lot;
    private final LazyPushQueue announcements = new LazyPushQueue();
    private final List<LazyPushQueue> tails = List.of(new LazyPushQueue(), new LazyPushQueue(), new LazyPushQueue());
    private final Lag lag = new Lag(FIRST_LAG, LEAST_LAG);
    private final Lag tailLag = new Lag(FIRST_TAIL_LAG, LEAST_TAIL_LAG);

    Neighbour(Contact contact, boolean roaming, long roundTrip, long now) {
        this.contact = contact;
        this.roaming = roaming;
        this.roundTrip = roundTrip;
        this.distance = roundTrip;
        this.lastHeard = now;
        this.frames = new Allowance(FRAMES_AT_ONCE, FRAMES_PER_SECOND, now);
        this.answers = new Allowance(ANSWERS_AT_ONCE, ANSWERS_PER_SECOND, now);
        this.offences = new Allowance(OFFENCES_AT_ONCE, OFFENCES_PER_SECOND, now);
    }

    public Contact contact() {
        return contact;
    }

    public PeerId id() {
        return contact.id();
    }

    /** Whether the link is kept for connectivity whatever its length. */
    boolean isRoaming() {
        return roaming;
    }

    /** Whether payloads are pushed over the link: it is that to the parent, or to a child. */
    public boolean isInTree() {
        return parent || child;
    }

    void stayOnlyWhileNear() {
        roaming = false;
    }

    /** Whether the neighbour takes us for its parent. */
    public boolean isChild() {
        return child;
    }

    /** Whether it is our parent. */
    public boolean isParent() {
        return parent;
    }

    public void setChild(boolean value) {
        child = value;
    }

    public void setParent(boolean value) {
        parent = value;
    }

    /** The neighbour's own way to the root, as it told last. */
    public @Nullable Route route() {
        return route;
    }

    public void setRoute(Route told) {
        route = told;
    }

    /** Smoothed round trip time; 0 when unknown. */
    public long roundTrip() {
        return roundTrip;
    }

    /** Of the round trip what the way takes: a busy moment at either end does not make a neighbour farther. */
    public long distance() {
        return distance;
    }

    /** Whether more than one busy moment went into the distance. */
    boolean isMeasured(int least) {
        return samples >= least;
    }

    void measured(long sample) {
        samples++;
        distance = distance == 0 ? sample : Math.min(sample, distance + (sample - distance) / DISTANCE_INERTIA);
        if (roundTrip == 0) {
            roundTrip = sample;
            deviation = 0;
            return;
        }
        deviation = (long) (deviation + SMOOTHING * (Math.abs(sample - roundTrip) - deviation));
        roundTrip = (long) (roundTrip + SMOOTHING * (sample - roundTrip));
    }

    /** After this long an answer will hardly come any more. */
    public long patience() {
        if (roundTrip == 0) return UNKNOWN_PATIENCE;
        return roundTrip + Math.max(LEAST_MARGIN, DEVIATIONS * deviation);
    }

    long lastHeard() {
        return lastHeard;
    }

    /**
     * A frame came in.
     *
     * @return whether it is within the neighbour's share
     */
    public boolean heard(long now) {
        lastHeard = now;
        return frames.take(now);
    }

    /**
     * Whether it was sent this message on request a moment ago; from now on it was. A moment is longer than a question and
     * its repetition lie apart, and shorter than a round trip, after which it asks anew.
     */
    public boolean wasAnswered(int brief, long now) {
        return !answered.add(brief, now, Math.max(LEAST_MOMENT, distance / 4 * 3));
    }

    /** Messages it may be sent because it asks for them. */
    public Allowance answers() {
        return answers;
    }

    /**
     * It sent something that no honest node sends.
     *
     * @return whether that was once too often
     */
    public boolean offended(long now) {
        return !offences.take(now);
    }

    /** Its number in this round's draw of who hears ids. */
    public long lot() {
        return lot;
    }

    public void drawLot(RandomGenerator random) {
        lot = random.nextLong();
    }

    /** Ids that leave at the end of the round. */
    public LazyPushQueue announcements() {
        return announcements;
    }

    /**
     * Ids of what was pushed to it just now. They follow the payload, so that a loss is noticed at once, and again in
     * case that they are lost as well.
     *
     * @param time how many times they were sent before
     */
    public LazyPushQueue tails(int time) {
        return tails.get(time);
    }

    /** The neighbour has this message. */
    public void has(int brief) {
        announcements.remove(brief);
        for (int time = 0; time < TAILS; time++) tails.get(time).remove(brief);
    }

    /** How much later than the ids that follow them payloads come; 0 on links that keep order. */
    public Lag tailLag() {
        return tailLag;
    }

    /** How much later than its announcements the payloads come along the tree. */
    public Lag lag() {
        return lag;
    }
}
