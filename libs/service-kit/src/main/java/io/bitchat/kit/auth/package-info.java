/** Who is calling, and may they. */
@NullMarked
package io.bitchat.kit.auth;

import org.jspecify.annotations.NullMarked;
