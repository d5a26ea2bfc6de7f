package dev.rondo.netty;

/// Something that the system has told in `await`, kept for `dispatch`.
public interface Found {
    /// Tells whom it is for. With the loop's turn; has no effect if that one is closed by then.
    void deliver();
}
