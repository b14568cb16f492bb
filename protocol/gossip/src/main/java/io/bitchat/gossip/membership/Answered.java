package io.bitchat.gossip.membership;

import java.util.Arrays;

/** Messages recently sent to a neighbour on request, so that a repeated pull is answered once. */
final class Answered {
    private static final int CAPACITY = 16;
    private static final long NEVER = Long.MIN_VALUE / 2;
    private static final int[] NONE = {};

    private int[] ids = NONE;
    private long[] times = {};
    private int next;

    /**
     * @param moment how long an answer counts as recent, in microseconds
     * @return whether the message was not answered recently
     */
    boolean add(int brief, long now, long moment) {
        for (int i = 0; i < ids.length; i++) if (ids[i] == brief && now - times[i] < moment) return false;
        if (ids.length == 0) {
            ids = new int[CAPACITY];
            times = new long[CAPACITY];
            Arrays.fill(times, NEVER);
        }
        ids[next] = brief;
        times[next] = now;
        next = (next + 1) % CAPACITY;
        return true;
    }
}
