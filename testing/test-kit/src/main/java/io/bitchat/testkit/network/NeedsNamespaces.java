package io.bitchat.testkit.network;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** The tests need {@link NetworkNamespaces}; they are skipped with the reason where none can be made. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NamespacesCondition.class)
public @interface NeedsNamespaces {}
