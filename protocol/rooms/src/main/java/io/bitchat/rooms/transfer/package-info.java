/** The transfer of one file to one or more participants of a room: inputs in, effects out. */
@NullMarked
package io.bitchat.rooms.transfer;

import org.jspecify.annotations.NullMarked;
