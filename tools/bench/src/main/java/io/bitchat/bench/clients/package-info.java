/** Clients that hold on to what they need not: the attackers of {@code bench hostile --clients}. */
@NullMarked
package io.bitchat.bench.clients;

import org.jspecify.annotations.NullMarked;
