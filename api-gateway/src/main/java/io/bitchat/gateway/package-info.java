/** The one public HTTP entry of the suite: routes by path, bounds every request, and holds no state of its own. */
package io.bitchat.gateway;
