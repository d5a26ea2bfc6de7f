package dev.rondo.kernel;

/// The system calls of Linux that children need, with their numbers on both processors that are
/// supported.
///
/// All of them go through one function of the C library, `syscall`: a downcall handle costs
/// milliseconds for each new shape of arguments, and one shape serves them all.
enum SystemCall {
    READ(0, 63),
    WRITE(1, 64),
    CLOSE(3, 57),
    KILL(62, 129),
    FCNTL(72, 25),
    EPOLL_CTL(233, 21),
    WAITID(247, 95),
    OPENAT(257, 56),
    EPOLL_PWAIT(281, 22),
    EVENTFD2(290, 19),
    EPOLL_CREATE1(291, 20),
    PIPE2(293, 59),
    PIDFD_SEND_SIGNAL(424, 424),
    PIDFD_OPEN(434, 434);

    private final long onX64;
    private final long onArm64;

    SystemCall(long onX64, long onArm64) {
        this.onX64 = onX64;
        this.onArm64 = onArm64;
    }

    long number() {
        return Linux.IS_X64 ? onX64 : onArm64;
    }
}
