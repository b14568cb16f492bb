/** Files from person to person: {@code ./bitchat send --to}, {@code ./bitchat receive}. docs/protocols/rooms.md. */
@NullMarked
package io.bitchat.terminal.rooms;

import org.jspecify.annotations.NullMarked;
