package io.bitchat.system;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Which suite the tests of a class need. Those that need the same run after each other, so that it is started once. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface RequiredSuite {
    Kind value();

    /** In the order in which they run; tests without one come first, since they are over soon. */
    enum Kind {
        /** {@link Suite#open()}. */
        OPEN,
        /** {@link Suite#required()}. */
        REQUIRED,
        /** {@link Suite#optional()}. */
        OPTIONAL,
        /** {@link Sites#shared()}: three at a time. */
        SITES
    }
}
