/**
 * Operations of shared groups as a replicated log: what sites publish, and the state that all operations together
 * result in. Pure.
 */
@NullMarked
package io.bitchat.groups.oplog;

import org.jspecify.annotations.NullMarked;
