/** The way to the services and back: connections, forwarding, sockets. */
@NullMarked
package io.bitchat.gateway.upstream;

import org.jspecify.annotations.NullMarked;
