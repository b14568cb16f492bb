package io.bitchat.contracts;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The CloudEvents {@code type} of an event record. It ends in a major version: a breaking change is a new record with a
 * new type, published beside the old one.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EventType {
    /** For example {@code io.bitchat.peer.registered.v1}. */
    String value();

    /** Schema version within the major version; raised by additive changes. */
    int schemaVersion() default 1;
}
