/** What a person sees while the suite starts, runs and stops. */
@NullMarked
package io.bitchat.launcher.progress;

import org.jspecify.annotations.NullMarked;
