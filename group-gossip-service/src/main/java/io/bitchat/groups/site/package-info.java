/** This installation among others: who they are, and the links to them. */
@NullMarked
package io.bitchat.groups.site;

import org.jspecify.annotations.NullMarked;
