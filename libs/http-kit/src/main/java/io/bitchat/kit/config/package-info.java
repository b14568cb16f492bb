/** Where settings come from besides the environment. */
@NullMarked
package io.bitchat.kit.config;

import org.jspecify.annotations.NullMarked;
