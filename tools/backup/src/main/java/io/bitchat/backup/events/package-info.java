/** Events that are on Kafka and not yet in the tables of their consumers. */
@NullMarked
package io.bitchat.backup.events;

import org.jspecify.annotations.NullMarked;
