/** What every transport offers to the router. */
@NullMarked
package io.bitchat.edge.adapter;

import org.jspecify.annotations.NullMarked;
