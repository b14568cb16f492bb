/** The directory: joining it, reading it, leaving it. */
@NullMarked
package io.bitchat.peers.registration;

import org.jspecify.annotations.NullMarked;
