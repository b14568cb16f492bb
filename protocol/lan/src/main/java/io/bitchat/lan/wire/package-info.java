/** What travels on the local network: beacons and lines, both JSON. */
@NullMarked
package io.bitchat.lan.wire;

import org.jspecify.annotations.NullMarked;
