/** IPv4 addresses and the networks of this host. */
@NullMarked
package io.bitchat.lan.address;

import org.jspecify.annotations.NullMarked;
