/** A network in virtual time: delays, losses, duplicates, partitions, all from one seed. */
@NullMarked
package io.bitchat.sim.network;

import org.jspecify.annotations.NullMarked;
