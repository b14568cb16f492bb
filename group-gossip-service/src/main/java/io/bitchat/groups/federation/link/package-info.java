/** Links to other sites: frames, listeners, and what each site may cost. */
@NullMarked
package io.bitchat.groups.federation.link;

import org.jspecify.annotations.NullMarked;
