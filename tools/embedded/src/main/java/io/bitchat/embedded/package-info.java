/** Runs PostgreSQL and Kafka on this machine from Maven artifacts, for the local suite and for tests. */
@NullMarked
package io.bitchat.embedded;

import org.jspecify.annotations.NullMarked;
