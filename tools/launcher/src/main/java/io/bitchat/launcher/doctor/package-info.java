/** Examines the machine and a running suite. */
@NullMarked
package io.bitchat.launcher.doctor;

import org.jspecify.annotations.NullMarked;
