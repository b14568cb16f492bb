/** Client of one installation's public API: REST and WebSockets through the gateway. docs/api.md describes the API. */
@NullMarked
package io.bitchat.api;

import org.jspecify.annotations.NullMarked;
