/** The peers that this service knows. */
@NullMarked
package io.bitchat.groups.peers;

import org.jspecify.annotations.NullMarked;
