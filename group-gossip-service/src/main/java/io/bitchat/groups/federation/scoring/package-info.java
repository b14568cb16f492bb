/** What each site costs: scores, shares, and input that is dropped. */
@NullMarked
package io.bitchat.groups.federation.scoring;

import org.jspecify.annotations.NullMarked;
