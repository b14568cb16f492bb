/** Who may ask for what: callers, hosts, origins, operators. */
@NullMarked
package io.bitchat.gateway.admission;

import org.jspecify.annotations.NullMarked;
