/** Changes of a shared group, as sites tell each other of them. */
@NullMarked
package io.bitchat.groups.operation;

import org.jspecify.annotations.NullMarked;
