/** Transfers of files between participants of rooms: runs the state machine of {@code protocol/rooms}. */
@NullMarked
package io.bitchat.files.transfer;

import org.jspecify.annotations.NullMarked;
