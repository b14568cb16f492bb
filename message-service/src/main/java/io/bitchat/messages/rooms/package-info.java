/**
 * Transfers of files in rooms, as far as the sockets are concerned: passes frames between a device and the service that
 * owns the transfers, and tells devices without such a connection what happens. Knows nothing of how a transfer goes.
 */
@NullMarked
package io.bitchat.messages.rooms;

import org.jspecify.annotations.NullMarked;
