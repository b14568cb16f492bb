package io.bitchat.lan.registry;

import java.util.LinkedHashMap;
import java.util.Map;

/** Map that forgets the entry that was used longest ago when it is full. */
public final class Bounded<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    private final int limit;

    public Bounded(int limit) {
        super(16, 0.75f, true);
        this.limit = limit;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > limit;
    }
}
