/** Chooses a transport for each message, and tries again what could not be sent. */
@NullMarked
package io.bitchat.edge.router;

import org.jspecify.annotations.NullMarked;
