/** Where code runs, and where the state of a request is kept. */
@NullMarked
package io.bitchat.kit.context;

import org.jspecify.annotations.NullMarked;
