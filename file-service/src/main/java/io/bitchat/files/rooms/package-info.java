/** Rooms and who is in them: a room is a group, or was made by its first participant. */
@NullMarked
package io.bitchat.files.rooms;

import org.jspecify.annotations.NullMarked;
