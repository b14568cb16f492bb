/** The twelve transport settings. */
@NullMarked
package io.bitchat.transport.settings;

import org.jspecify.annotations.NullMarked;
