/** Starts, supervises and examines the suite on one machine. */
@NullMarked
package io.bitchat.launcher;

import org.jspecify.annotations.NullMarked;
