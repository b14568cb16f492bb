/** Where the state of a request lives. */
@NullMarked
package io.bitchat.kit.context;

import org.jspecify.annotations.NullMarked;
