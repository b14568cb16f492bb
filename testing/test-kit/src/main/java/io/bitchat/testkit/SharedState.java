package io.bitchat.testkit;

import java.util.function.Supplier;

/**
 * State that the tests of one JVM share. Quarkus loads test classes once per application, so static fields would start
 * a server for each; system properties are visible to all.
 */
final class SharedState {
    private static final String PREFIX = "bitchat.test-kit.";

    private SharedState() {}

    /** The value kept under the name; the first caller provides it. */
    static String get(String name, Supplier<String> first) {
        synchronized (lock()) {
            String value = System.getProperty(PREFIX + name);
            if (value == null) {
                value = first.get();
                System.setProperty(PREFIX + name, value);
            }
            return value;
        }
    }

    static void put(String name, String value) {
        System.setProperty(PREFIX + name, value);
    }

    /** A lock that is the same object for all class loaders. */
    static Object lock() {
        return PREFIX.intern();
    }
}
