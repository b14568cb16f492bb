/** Who is on the network: beacons, peers and their presence. */
@NullMarked
package io.bitchat.lan.registry;

import org.jspecify.annotations.NullMarked;
