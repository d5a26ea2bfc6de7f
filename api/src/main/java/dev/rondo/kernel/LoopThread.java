package dev.rondo.kernel;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// The thread that a loop owns for life, and how other threads have it do something and wait.
final class LoopThread {
    /// What the loop's thread does.
    interface Work {
        void run() throws Exception;
    }

    /// A piece of work under way; done when the latch is open.
    private record Order(Work work, boolean isLast, CountDownLatch done, Throwable[] failure) {}

    private final LinkedBlockingQueue<Order> orders = new LinkedBlockingQueue<>();

    /// {@return the body of the thread}
    Runnable body() {
        return () -> {
            boolean isLast;
            do {
                isLast = obeyNext();
            } while (!isLast);
        };
    }

    private boolean obeyNext() {
        Order order;
        try {
            order = orders.take();
        } catch (InterruptedException e) {
            return false; // nobody owns this thread but the loop, whose work is still to come
        }
        try {
            order.work.run();
        } catch (Throwable e) {
            order.failure[0] = e;
        } finally {
            order.done.countDown();
        }
        return order.isLast;
    }

    /// Has the loop's thread do something and waits until it is done, come what may.
    ///
    /// @param onInterrupt is told each time when the waiting caller is interrupted, which is
    ///   restored
    /// @return what the work threw, or null
    @Nullable Throwable call(Work work, boolean isLast, Runnable onInterrupt) {
        Order order = new Order(work, isLast, new CountDownLatch(1), new Throwable[1]);
        orders.add(order);
        boolean isInterrupted = false;
        while (true) {
            try {
                order.done.await();
                break;
            } catch (InterruptedException e) {
                isInterrupted = true;
                onInterrupt.run();
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
        return order.failure[0];
    }
}
