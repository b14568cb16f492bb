package io.bitchat.kit.commit;

/** Wants to know that something was committed, and not what. */
public interface CommitListener {
    /** A transaction is committed. Must be cheap; from any thread. */
    void committed();
}
