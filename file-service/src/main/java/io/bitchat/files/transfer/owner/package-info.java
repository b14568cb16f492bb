/** Which replica of the service runs the transfers of a room, and the way of requests to it. */
@NullMarked
package io.bitchat.files.transfer.owner;

import org.jspecify.annotations.NullMarked;
