/** The only public HTTP entry of the suite: routes by path, bounds every request, and holds no persistent state. */
package io.bitchat.gateway;
