/** Kubernetes as a pod reaches it with its service account. */
@NullMarked
package io.bitchat.kube;

import org.jspecify.annotations.NullMarked;
