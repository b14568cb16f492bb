/** Chat on the local network, without servers. */
@NullMarked
package io.bitchat.terminal.chat;

import org.jspecify.annotations.NullMarked;
