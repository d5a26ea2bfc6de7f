package dev.rondo.kernel;

import dev.rondo.ExceptionContext;

/// What faults put in place of the kernel's calls, where that takes the kernel's own types.
public final class KernelSabotage {
    private KernelSabotage() {}

    /// In place of [ByteQueue#take]: one bit is wrong.
    static byte[] changed(ByteQueue queue, int count) {
        byte[] bytes = queue.take(count);
        if (bytes.length > 0) {
            bytes[0] += 64;
        }
        return bytes;
    }

    /// Before [KernelLoop#close].
    static void reportAnError(KernelLoop loop) {
        loop.callExceptionHandler(new ExceptionContext("an error that nobody expects", null));
    }
}
