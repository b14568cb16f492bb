/** Taking away what was left behind. */
@NullMarked
package io.bitchat.files.sweep;

import org.jspecify.annotations.NullMarked;
