/** Identities of this and other installations, and the links between them. */
@NullMarked
package io.bitchat.groups.site;

import org.jspecify.annotations.NullMarked;
