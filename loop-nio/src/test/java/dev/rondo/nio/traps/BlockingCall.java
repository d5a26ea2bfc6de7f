package dev.rondo.nio.traps;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

/// The blocking calls of the JDK that are tried in a coroutine.
enum BlockingCall {
    THREAD_SLEEP {
        @Override
        Site open() {
            return new Site() {
                @Override
                void block() throws InterruptedException {
                    Thread.sleep(isReleased ? Duration.ofMillis(1) : Duration.ofDays(1));
                }

                @Override
                void release() {
                    isReleased = true;
                }
            };
        }
    },
    LATCH {
        @Override
        Site open() {
            return new Site() {
                private final CountDownLatch latch = new CountDownLatch(1);

                @Override
                void block() throws InterruptedException {
                    latch.await();
                }

                @Override
                void release() {
                    latch.countDown();
                }
            };
        }
    },
    QUEUE {
        @Override
        Site open() {
            return new Site() {
                private final BlockingQueue<Integer> queue = new ArrayBlockingQueue<>(1);

                @Override
                void block() throws InterruptedException {
                    queue.take();
                }

                @Override
                void release() {
                    queue.offer(1);
                }
            };
        }
    },
    OBJECT_WAIT {
        @Override
        Site open() {
            return new Site() {
                @Override
                synchronized void block() throws InterruptedException {
                    while (!isReleased) {
                        wait();
                    }
                }

                @Override
                synchronized void release() {
                    isReleased = true;
                    notifyAll();
                }
            };
        }
    },
    SOCKET {
        @Override
        Site open() throws IOException {
            return new Connected() {
                private final Socket socket = new Socket(address(), port());

                @Override
                void block() throws IOException {
                    socket.getInputStream().read();
                }

                @Override
                void closeClient() throws IOException {
                    socket.close();
                }
            };
        }
    },
    SOCKET_CHANNEL {
        @Override
        Site open() throws IOException {
            return new Connected() {
                private final SocketChannel channel =
                        SocketChannel.open(new InetSocketAddress(address(), port()));

                @Override
                void block() throws IOException {
                    channel.read(ByteBuffer.allocate(1));
                }

                @Override
                void closeClient() throws IOException {
                    channel.close();
                }
            };
        }
    },
    LOCK_INTERRUPTIBLY {
        @Override
        Site open() {
            return new Held() {
                @Override
                void block() throws InterruptedException {
                    lock.lockInterruptibly();
                    lock.unlock();
                }
            };
        }
    },
    LOCK {
        @Override
        Site open() {
            return new Held() {
                @Override
                void block() {
                    lock.lock();
                    lock.unlock();
                }
            };
        }
    },
    MONITOR {
        @Override
        Site open() {
            return new Held() {
                @Override
                void block() {
                    synchronized (monitor) {
                        Thread.onSpinWait();
                    }
                }
            };
        }
    };

    abstract Site open() throws IOException;

    /// {@return whether an interrupt ends it}
    boolean isInterruptible() {
        return this != LOCK && this != MONITOR;
    }

    /// Something to block on.
    abstract static class Site implements AutoCloseable {
        volatile boolean isReleased;

        /// Blocks until it is released.
        abstract void block() throws Exception;

        /// Has `block` return.
        abstract void release();

        @Override
        public void close() throws IOException {
            release();
        }
    }

    /// A connection whose peer does not write until it is released.
    private abstract static class Connected extends Site {
        private final ServerSocket server =
                new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

        Connected() throws IOException {}

        final InetAddress address() {
            return server.getInetAddress();
        }

        final int port() {
            return server.getLocalPort();
        }

        @Override
        final void release() {
            if (isReleased) {
                return;
            }
            isReleased = true;
            try (Socket peer = server.accept();
                    OutputStream out = peer.getOutputStream()) {
                out.write(1);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        abstract void closeClient() throws IOException;

        @Override
        public final void close() throws IOException {
            super.close();
            closeClient();
            server.close();
        }
    }

    /// A lock and a monitor that a thread holds until it is released.
    private abstract static class Held extends Site {
        final ReentrantLock lock = new ReentrantLock();
        final Object monitor = new Object();
        private final CountDownLatch held = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);
        private final Thread holder = Thread.ofPlatform().daemon().start(this::hold);

        Held() {
            Limit.await(held);
        }

        private void hold() {
            lock.lock();
            synchronized (monitor) {
                held.countDown();
                Limit.await(released);
            }
            lock.unlock();
        }

        @Override
        final void release() {
            released.countDown();
        }

        @Override
        public final void close() {
            release();
            Limit.join(holder);
        }
    }
}
