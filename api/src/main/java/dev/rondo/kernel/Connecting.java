package dev.rondo.kernel;

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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// An attempt to connect: looks the host up, tries one address after the other, and gives the first
/// connection that stands to a protocol.
final class Connecting<P extends Protocol> implements ConnectHandler {
    private final KernelLoop loop;
    private final String host;
    private final int port;
    private final Handover<P> handover;
    private final KernelFuture<Connection<P>> future;
    private final Queue<InetAddress> left = new ArrayDeque<>();
    private final List<IOException> failures = new ArrayList<>();

    /// Ends what is under way, the look-up or the attempt on one address.
    private Runnable abort = () -> {};

    Connecting(Network network, Supplier<P> protocol, String host, int port) {
        this.loop = network.loop;
        this.host = host;
        this.port = port;
        this.handover = new Handover<>(network, protocol);
        this.future = handover.future;
    }

    LoopFuture<Connection<P>> start() {
        KernelFuture<List<InetAddress>> addresses = new Resolver(loop).peer(host, purpose());
        abort = addresses::cancel;
        addresses.addDoneCallback(this::resolved);
        future.addDoneCallback(done -> {
            if (done.isCancelled()) {
                abort.run();
            }
        });
        return future;
    }

    private String purpose() {
        return "cannot connect to " + Network.name(host, port);
    }

    private void resolved(LoopFuture<List<InetAddress>> addresses) {
        if (addresses.state() == Future.State.SUCCESS) {
            left.addAll(addresses.resultNow());
            tryNext();
        } else if (addresses.state() == Future.State.FAILED) {
            future.fail(addresses.exceptionNow());
        }
    }

    private void tryNext() {
        while (!future.isDone()) {
            InetAddress address = left.poll();
            if (address == null) {
                future.fail(failure());
                return;
            }
            InetSocketAddress remote = new InetSocketAddress(address, port);
            try {
                abort = loop.cycle.driver().connect(remote, this);
                return;
            } catch (IOException e) {
                failures.add(e);
            } catch (UnsupportedOperationException e) {
                // a kind of address that this machine does not have
                failures.add(new SocketException(Network.name(remote) + ": " + e.getMessage(), e));
            } catch (RuntimeException e) {
                future.fail(e);
            }
        }
    }

    /// {@return why nothing stands: the first reason as the cause, the others with it}
    private ConnectException failure() {
        String reasons =
                failures.stream().map(IOException::getMessage).collect(Collectors.joining("; "));
        ConnectException failure = new ConnectException(purpose() + ": " + reasons);
        failure.initCause(failures.getFirst());
        failures.stream().skip(1).forEach(failure::addSuppressed);
        return failure;
    }

    @Override
    public void failed(IOException exception) {
        failures.add(exception);
        tryNext();
    }

    @Override
    public void connected(StreamPort stream) {
        handover.complete(stream);
    }
}
