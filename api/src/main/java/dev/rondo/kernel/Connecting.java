package dev.rondo.kernel;

import dev.rondo.ConnectGroupException;
import dev.rondo.ConnectOptions;
import dev.rondo.Connection;
import dev.rondo.LoopFuture;
import dev.rondo.Protocol;
import dev.rondo.spi.ConnectHandler;
import dev.rondo.spi.StreamPort;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A connection in the making: looks the host up, tries its addresses, and gives the first
/// connection that stands to a protocol.
///
/// The next address is tried when one has failed, or, in a race, when the delay is over: it is a
/// staggered race of attempts. They are operations of the driver and not coroutines, so the race is
/// here and not that of [StaggeredRace]; without a delay it is the plain search.
final class Connecting<P extends Protocol> {
    private final KernelLoop loop;
    private final ConnectOptions options;

    /// What an error starts with.
    private final String purpose;

    private final Handover<P> handover;
    private final KernelFuture<Connection<P>> future;
    private final Queue<InetSocketAddress> left = new ArrayDeque<>();

    /// What to bind to; empty if that is the system's choice.
    private List<InetAddress> locals = List.of();

    private final List<Attempt> running = new ArrayList<>(1);
    private final List<IOException> failures = new ArrayList<>();

    /// The look-up that is under way, or the last one.
    private @Nullable KernelFuture<List<InetAddress>> lookUp;

    private @Nullable Timer timeout;

    /// Starts the next attempt beside those that run.
    private @Nullable Timer nextStart;

    Connecting(Network network, Supplier<P> protocol, String peer, ConnectOptions options) {
        this.loop = network.loop;
        this.options = options;
        this.purpose = "cannot connect to " + peer;
        this.handover = new Handover<>(network, protocol);
        this.future = handover.future;
    }

    /// Looks the host up and tries its addresses.
    LoopFuture<Connection<P>> start(String host, int port) {
        begin();
        lookUp(
                new Resolver(loop).peer(host, purpose),
                addresses ->
                        tryAll(
                                addresses.stream()
                                        .map(address -> new InetSocketAddress(address, port))
                                        .toList()));
        return future;
    }

    /// Tries addresses that are known.
    LoopFuture<Connection<P>> start(List<InetSocketAddress> peers) {
        begin();
        Cycle cycle = loop.cycle;
        cycle.enqueue(new Callback(cycle, () -> tryAll(peers), true));
        return future;
    }

    private void begin() {
        future.addDoneCallback(done -> {
            if (done.isCancelled()) {
                stop();
            }
        });
        Duration limit = options.timeout();
        if (limit != null) {
            timeout =
                    loop.schedule(
                            Delays.deadline(loop.time(), limit), () -> timedOut(limit), false);
        }
    }

    private void lookUp(
            KernelFuture<List<InetAddress>> addresses, Consumer<List<InetAddress>> next) {
        lookUp = addresses;
        addresses.addDoneCallback(done -> {
            if (done.state() == Future.State.SUCCESS) {
                next.accept(done.resultNow());
            } else if (done.state() == Future.State.FAILED) {
                end(done.exceptionNow());
            } else {
                future.cancel(); // with the executor, if not by us
            }
        });
    }

    private void tryAll(List<InetSocketAddress> peers) {
        left.addAll(options.happyEyeballsDelay() == null ? peers : interleaved(peers));
        InetSocketAddress local = options.localAddress();
        if (local == null) {
            startNext();
        } else if (local.isUnresolved()) {
            String from = Network.name(local.getHostString(), local.getPort());
            lookUp(
                    new Resolver(loop).peer(local.getHostString(), purpose + " from " + from),
                    this::bindTo);
        } else {
            bindTo(List.of(local.getAddress()));
        }
    }

    private void bindTo(List<InetAddress> addresses) {
        locals = addresses;
        startNext();
    }

    /// {@return the addresses with the families in turn, that of the first one first}
    private static List<InetSocketAddress> interleaved(List<InetSocketAddress> peers) {
        Class<?> family = peers.getFirst().getAddress().getClass();
        Queue<InetSocketAddress> same = new ArrayDeque<>();
        Queue<InetSocketAddress> other = new ArrayDeque<>();
        for (InetSocketAddress peer : peers) {
            (family.isInstance(peer.getAddress()) ? same : other).add(peer);
        }
        List<InetSocketAddress> mixed = new ArrayList<>(peers.size());
        while (mixed.size() < peers.size()) {
            if (!same.isEmpty()) {
                mixed.add(same.remove());
            }
            if (!other.isEmpty()) {
                mixed.add(other.remove());
            }
        }
        return mixed;
    }

    /// Starts one more attempt, on the next address where that is possible.
    private void startNext() {
        cancel(nextStart);
        while (!future.isDone()) {
            InetSocketAddress peer = left.poll();
            if (peer == null) {
                if (running.isEmpty()) {
                    end(failure());
                }
                return;
            }
            if (isStarted(peer)) {
                Duration delay = options.happyEyeballsDelay();
                if (delay != null && !left.isEmpty()) {
                    nextStart =
                            loop.schedule(
                                    Delays.deadline(loop.time(), delay), this::startNext, false);
                }
                return;
            }
        }
    }

    private boolean isStarted(InetSocketAddress peer) {
        InetSocketAddress wanted = options.localAddress();
        if (wanted == null) {
            return isStarted(peer, null);
        }
        boolean isMatched = false;
        for (InetAddress local : locals) {
            if (local.getClass() == peer.getAddress().getClass()) {
                isMatched = true;
                if (isStarted(peer, new InetSocketAddress(local, wanted.getPort()))) {
                    return true;
                }
            }
        }
        if (!isMatched) {
            failures.add(
                    new SocketException(
                            Network.name(peer)
                                    + " is of another family than the local address "
                                    + Network.name(wanted)));
        }
        return false;
    }

    private boolean isStarted(InetSocketAddress peer, @Nullable InetSocketAddress local) {
        Attempt attempt = new Attempt();
        try {
            attempt.cancellation = loop.cycle.driver().connect(peer, local, attempt);
            running.add(attempt);
            return true;
        } catch (IOException e) {
            failures.add(e);
        } catch (UnsupportedOperationException e) {
            // a kind of address that this machine does not have
            failures.add(new SocketException(Network.name(peer) + ": " + e.getMessage(), e));
        } catch (RuntimeException e) {
            end(e);
        }
        return false;
    }

    /// {@return why nothing stands: the first reason as the cause, the others with it}
    private ConnectException failure() {
        String message =
                failures.stream()
                        .map(IOException::getMessage)
                        .distinct()
                        .collect(Collectors.joining("; ", purpose + ": ", ""));
        if (options.allErrors()) {
            return new ConnectGroupException(message, failures);
        }
        ConnectException failure = new ConnectException(message);
        failure.initCause(failures.getFirst());
        failures.stream().skip(1).forEach(failure::addSuppressed);
        return failure;
    }

    private void timedOut(Duration limit) {
        SocketTimeoutException failure =
                new SocketTimeoutException(purpose + ": no connection within " + limit);
        failures.forEach(failure::addSuppressed);
        end(failure);
    }

    private void end(Throwable failure) {
        future.fail(failure);
        stop();
    }

    /// Ends what is under way.
    private void stop() {
        cancel(timeout);
        cancel(nextStart);
        left.clear();
        if (lookUp != null) {
            lookUp.cancel();
        }
        running.forEach(attempt -> attempt.cancellation.run());
        running.clear();
    }

    private static void cancel(@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    /// One address.
    private final class Attempt implements ConnectHandler {
        private Runnable cancellation = () -> {};

        @Override
        public void failed(IOException exception) {
            running.remove(this);
            failures.add(exception);
            startNext();
        }

        @Override
        public void connected(StreamPort stream) {
            running.remove(this);
            stop();
            handover.complete(stream);
        }
    }
}
