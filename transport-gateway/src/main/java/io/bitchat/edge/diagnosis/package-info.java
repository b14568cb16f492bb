/** Tells why the LAN mesh of this host finds nobody: listens to the group, and asks the peers that are heard. */
@NullMarked
package io.bitchat.edge.diagnosis;

import org.jspecify.annotations.NullMarked;
