/** One actor per shared group drives its gossip node: input, timers, and what this site publishes. */
@NullMarked
package io.bitchat.groups.federation.actor;

import org.jspecify.annotations.NullMarked;
