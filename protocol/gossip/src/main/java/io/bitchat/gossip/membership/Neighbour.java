package io.bitchat.gossip.membership;

import io.bitchat.gossip.Contact;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.tree.Route;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A link of the active view, and what is known about its other end. Times in microseconds. */
public final class Neighbour {
    /** Maximum number of frames that a neighbour may send in a burst, and per second in the long run. */
    public static final int FRAMES_AT_ONCE = 4_000;

    public static final int FRAMES_PER_SECOND = 2_000;

    /** Maximum number of messages that it may request in a burst, and per second in the long run. */
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
    /** How often the id of a pushed message is announced after it. */
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

    /** Whether the link is kept for connectivity, whatever its distance. */
    boolean isRoaming() {
        return roaming;
    }

    /** Whether payloads are pushed over the link: it leads to the parent or to a child. */
    public boolean isInTree() {
        return parent || child;
    }

    void stayOnlyWhileNear() {
        roaming = false;
    }

    /** Whether the neighbour has chosen this node as its parent. */
    public boolean isChild() {
        return child;
    }

    /** Whether it is this node's parent. */
    public boolean isParent() {
        return parent;
    }

    public void setChild(boolean value) {
        child = value;
    }

    public void setParent(boolean value) {
        parent = value;
    }

    /** The neighbour's route to the root, from its last beacon; null if unknown. */
    public @Nullable Route route() {
        return route;
    }

    public void setRoute(Route told) {
        route = told;
    }

    /** Smoothed round trip time; 0 if unknown. */
    public long roundTrip() {
        return roundTrip;
    }

    /**
     * Round trip without queueing: close to the minimum measured, so that a short overload at either end does not count
     * as distance.
     */
    public long distance() {
        return distance;
    }

    /** Whether the distance is based on at least {@code least} samples. */
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

    /** Time after which an answer is unlikely. */
    public long patience() {
        if (roundTrip == 0) return UNKNOWN_PATIENCE;
        return roundTrip + Math.max(LEAST_MARGIN, DEVIATIONS * deviation);
    }

    long lastHeard() {
        return lastHeard;
    }

    /**
     * Records a received frame.
     *
     * @return whether it is within the neighbour's rate limit
     */
    public boolean heard(long now) {
        lastHeard = now;
        return frames.take(now);
    }

    /**
     * Whether it was sent this message on request recently; records the answer if not. Recent means longer than the
     * delay between a pull and its repetition, and shorter than a round trip, after which the neighbour asks anew.
     */
    public boolean wasAnswered(int brief, long now) {
        return !answered.add(brief, now, Math.max(LEAST_MOMENT, distance / 4 * 3));
    }

    /** Rate limit of messages sent to it on request. */
    public Allowance answers() {
        return answers;
    }

    /**
     * Records a frame that no honest node sends.
     *
     * @return whether it has offended too often
     */
    public boolean offended(long now) {
        return !offences.take(now);
    }

    /** Random number that decides in this round whether it is announced to. */
    public long lot() {
        return lot;
    }

    public void drawLot(RandomGenerator random) {
        lot = random.nextLong();
    }

    /** Ids to be announced at the end of the round. */
    public LazyPushQueue announcements() {
        return announcements;
    }

    /**
     * Ids of payloads just pushed to it. They follow the payload, so that a loss is noticed at once, and are repeated
     * in case they are lost too.
     *
     * @param time number of earlier announcements of these ids
     */
    public LazyPushQueue tails(int time) {
        return tails.get(time);
    }

    /** The neighbour has this message: its id need not be announced any more. */
    public void has(int brief) {
        announcements.remove(brief);
        for (int time = 0; time < TAILS; time++) tails.get(time).remove(brief);
    }

    /** Delay of payloads after their tail announcements; 0 on links that keep order. */
    public Lag tailLag() {
        return tailLag;
    }

    /** Delay of payloads that come along the tree after this neighbour's announcements. */
    public Lag lag() {
        return lag;
    }
}
