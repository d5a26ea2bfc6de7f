package dev.rondo.tck;

import dev.rondo.spi.IoDriver;
import dev.rondo.tck.LyingProvider.LyingDriver;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.opentest4j.TestAbortedException;

/// Drivers that hang, leak or break, and what else the kit has to see through.
public final class WrongDrivers {
    private WrongDrivers() {}

    static IoDriver leakingThread(IoDriver honest) {
        return new LyingDriver(honest) {
            @Override
            public void start() {
                Thread.ofPlatform()
                        .daemon()
                        .name("left-by-the-driver")
                        .start(() -> LockSupport.parkNanos(Long.MAX_VALUE));
            }
        };
    }

    static IoDriver leakingDescriptor(IoDriver honest) {
        return new LyingDriver(honest) {
            private FileInputStream left;

            @Override
            public void start() throws IOException {
                left = new FileInputStream("/dev/null");
            }

            @Override
            public String toString() {
                return "keeps " + left;
            }
        };
    }

    static IoDriver hanging(IoDriver honest) {
        return new LyingDriver(honest) {
            @Override
            public boolean await(long nanos) throws IOException {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    return false;
                }
                return super.await(nanos);
            }
        };
    }

    static IoDriver broken(IoDriver honest) {
        return new LyingDriver(honest) {
            @Override
            public void start() throws IOException {
                throw new IOException("no descriptors left");
            }
        };
    }

    /// Put at the beginning of a rule.
    public static void abort(BackendRules rules, Subject subject) {
        throw new TestAbortedException("not today");
    }
}
