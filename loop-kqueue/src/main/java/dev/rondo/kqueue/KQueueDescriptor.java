package dev.rondo.kqueue;

import dev.rondo.netty.Descriptor;
import dev.rondo.netty.ReadinessDriver;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.kqueue.KQueueIoEvent;
import io.netty.channel.kqueue.KQueueIoHandle;
import io.netty.channel.kqueue.KQueueIoOps;
import io.netty.channel.unix.FileDescriptor;

/// A socket that kqueue watches: a filter for each direction, which is there or is not. An end or a
/// failure comes with the filters that are.
final class KQueueDescriptor extends Descriptor implements KQueueIoHandle {
    /// The system's numbers, the same on macOS, FreeBSD and OpenBSD; Netty keeps its own to itself.
    private static final short READ = -1;

    private static final short WRITE = -2;
    private static final short ADD = 1;
    private static final short DELETE = 2;

    private static final KQueueIoOps ADD_READ = KQueueIoOps.newOps(READ, ADD, 0);
    private static final KQueueIoOps DELETE_READ = KQueueIoOps.newOps(READ, DELETE, 0);
    private static final KQueueIoOps ADD_WRITE = KQueueIoOps.newOps(WRITE, ADD, 0);
    private static final KQueueIoOps DELETE_WRITE = KQueueIoOps.newOps(WRITE, DELETE, 0);

    KQueueDescriptor(ReadinessDriver driver, FileDescriptor file) {
        super(driver, file);
    }

    @Override
    public int ident() {
        return file().intValue();
    }

    @Override
    public void handle(IoRegistration registration, IoEvent event) {
        switch (((KQueueIoEvent) event).filter()) {
            case READ -> found(INPUT);
            case WRITE -> found(OUTPUT);
            default -> {}
        }
    }

    @Override
    protected void watch(IoRegistration handle, int before, int now) {
        int changed = before ^ now;
        if ((changed & INPUT) != 0) {
            handle.submit((now & INPUT) != 0 ? ADD_READ : DELETE_READ);
        }
        if ((changed & OUTPUT) != 0) {
            handle.submit((now & OUTPUT) != 0 ? ADD_WRITE : DELETE_WRITE);
        }
    }
}
