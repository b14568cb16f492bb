package io.bitchat.system;

import java.util.concurrent.locks.LockSupport;

/** Between two looks at a condition. */
final class Conditions {
    private Conditions() {}

    static void pause() {
        LockSupport.parkNanos(50_000_000);
    }
}
