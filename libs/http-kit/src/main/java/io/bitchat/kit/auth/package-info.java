/** Authentication and authorization of callers. */
@NullMarked
package io.bitchat.kit.auth;

import org.jspecify.annotations.NullMarked;
