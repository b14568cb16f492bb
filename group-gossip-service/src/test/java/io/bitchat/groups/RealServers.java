package io.bitchat.groups;

import io.bitchat.testkit.KafkaBroker;
import io.bitchat.testkit.PostgresServer;
import io.quarkus.test.common.WithTestResource;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a test of the running service with a real database and a real broker. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@WithTestResource(PostgresServer.class)
@WithTestResource(KafkaBroker.class)
public @interface RealServers {}
