/** Events about transfers of files in rooms, from the offer to the end. */
@NullMarked
package io.bitchat.contracts.transfers;

import org.jspecify.annotations.NullMarked;
