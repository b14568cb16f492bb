/** Transfers over HTTP: {@code /api/bitchat/rooms/{room_id}/file-transfer}. */
@NullMarked
package io.bitchat.files.transfer.api;

import org.jspecify.annotations.NullMarked;
