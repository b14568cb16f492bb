/** Links: the internal WebSockets over which the devices of peers take part in rooms. */
@NullMarked
package io.bitchat.files.transfer.link;

import org.jspecify.annotations.NullMarked;
