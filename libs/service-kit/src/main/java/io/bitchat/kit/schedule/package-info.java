/** Periodic jobs. */
@NullMarked
package io.bitchat.kit.schedule;

import org.jspecify.annotations.NullMarked;
