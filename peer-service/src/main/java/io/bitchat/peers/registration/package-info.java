/** The directory: registering, reading, leaving. */
@NullMarked
package io.bitchat.peers.registration;

import org.jspecify.annotations.NullMarked;
