/** One request on its way through the gateway: its target, its body, its answer. */
@NullMarked
package io.bitchat.gateway.exchange;

import org.jspecify.annotations.NullMarked;
