/** The suite as processes: its options, settings, files and stages. */
@NullMarked
package io.bitchat.launcher.suite;

import org.jspecify.annotations.NullMarked;
