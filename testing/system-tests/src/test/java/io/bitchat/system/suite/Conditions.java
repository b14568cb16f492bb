package io.bitchat.system.suite;

import java.util.concurrent.locks.LockSupport;

/** Pauses between two checks of a condition. */
public final class Conditions {
    private Conditions() {}

    public static void pause() {
        LockSupport.parkNanos(50_000_000);
    }
}
