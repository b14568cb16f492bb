package io.bitchat.system.suite;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The suite that a test class needs. Classes that need the same one run in succession, so that it starts once. Classes
 * that need several have the tag "sites" instead and are run by the module site-tests.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface RequiredSuite {
    Kind value();

    /** Kinds in the order in which they run. Tests without a suite run first, because they are fast. */
    enum Kind {
        /** {@link Suite#open()}. */
        OPEN,
        /** {@link Suite#required()}. */
        REQUIRED,
        /** {@link Suite#optional()}. */
        OPTIONAL
    }
}
