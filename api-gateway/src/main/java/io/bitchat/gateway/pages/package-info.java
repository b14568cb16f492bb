/** Pages that the gateway answers itself. */
@NullMarked
package io.bitchat.gateway.pages;

import org.jspecify.annotations.NullMarked;
