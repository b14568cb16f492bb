/** Groups that several sites share: their rows, their nodes' progress, and what is shown of them. */
@NullMarked
package io.bitchat.groups.federation;

import org.jspecify.annotations.NullMarked;
