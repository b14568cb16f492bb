/** Sharing a group with other sites: inviting, accepting and answering. */
@NullMarked
package io.bitchat.groups.federation.invitation;

import org.jspecify.annotations.NullMarked;
