/** Clients that hold on to resources: the attackers of {@code bench hostile --clients}. */
@NullMarked
package io.bitchat.bench.clients;

import org.jspecify.annotations.NullMarked;
