/** What goes on in rooms now: running transfers, their chunks, and the devices in the rooms. */
@NullMarked
package io.bitchat.files.transfer.live;

import org.jspecify.annotations.NullMarked;
