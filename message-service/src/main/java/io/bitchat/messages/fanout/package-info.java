/** Fan-out of group messages into the streams of their recipients. */
@NullMarked
package io.bitchat.messages.fanout;

import org.jspecify.annotations.NullMarked;
