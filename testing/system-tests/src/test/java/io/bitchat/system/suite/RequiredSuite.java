package io.bitchat.system.suite;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Which suite the tests of a class need. Those that need the same run after each other, so that it is started once. Classes
 * that need several have the tag "sites" instead and are run by the module site-tests.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface RequiredSuite {
    Kind value();

    /** In the order in which they run; tests without one come first, since they are over soon. */
    enum Kind {
        /** {@link Suite#open()}. */
        OPEN,
        /** {@link Suite#required()}. */
        REQUIRED,
        /** {@link Suite#optional()}. */
        OPTIONAL
    }
}
