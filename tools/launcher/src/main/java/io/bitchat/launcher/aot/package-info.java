/** AOT caches: files from which the JVM of a service takes its classes ready-made when it starts. */
@NullMarked
package io.bitchat.launcher.aot;

import org.jspecify.annotations.NullMarked;
