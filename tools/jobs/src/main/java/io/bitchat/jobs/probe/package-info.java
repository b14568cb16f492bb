/** A steady load that notices every failed request, every closed socket, and every message that is lost or doubled. */
@NullMarked
package io.bitchat.jobs.probe;

import org.jspecify.annotations.NullMarked;
