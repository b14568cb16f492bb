package io.bitchat.kit.commit;

/** Is notified of each commit, but not of its content. */
public interface CommitListener {
    /** Called after a commit, from any thread; must be cheap. */
    void committed();
}
