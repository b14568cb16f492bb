/** Connections of clients: framing, limits and lowest rates. */
@NullMarked
package io.bitchat.gateway.connection;

import org.jspecify.annotations.NullMarked;
