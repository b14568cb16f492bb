/** Identities and keys of this and other installations. */
@NullMarked
package io.bitchat.groups.site;

import org.jspecify.annotations.NullMarked;
