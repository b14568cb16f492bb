/** The file of the first keys of peers. */
@NullMarked
package io.bitchat.edge.mesh.pin;

import org.jspecify.annotations.NullMarked;
