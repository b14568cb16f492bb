/** Group messages on their way into the streams of their recipients. */
@NullMarked
package io.bitchat.messages.fanout;

import org.jspecify.annotations.NullMarked;
