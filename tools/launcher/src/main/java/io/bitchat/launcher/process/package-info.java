/** Runs and supervises one process. */
@NullMarked
package io.bitchat.launcher.process;

import org.jspecify.annotations.NullMarked;
