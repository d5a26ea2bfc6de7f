package dev.rondo.memory.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolver.LookupPolicy;
import java.net.spi.InetAddressResolverProvider;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/// Names for the tests of this JVM; all others go to the system.
public final class TestNames extends InetAddressResolverProvider {
    /// Has two addresses.
    static final String BOTH = "both.test";

    static final String FIRST = "127.0.0.9";
    static final String SECOND = "127.0.0.1";

    /// Is not known.
    static final String UNKNOWN = "unknown.test";

    /// Is looked up for as long as nobody interrupts it.
    static final String STUCK = "stuck.test";

    static final CountDownLatch LOOKING_UP = new CountDownLatch(1);
    static final CountDownLatch INTERRUPTED = new CountDownLatch(1);

    /// Called by the JDK.
    public TestNames() {}

    @Override
    public String name() {
        return "names of the tests";
    }

    @Override
    public InetAddressResolver get(Configuration configuration) {
        InetAddressResolver system = configuration.builtinResolver();
        return new InetAddressResolver() {
            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
                    throws UnknownHostException {
                return switch (host) {
                    case BOTH -> Stream.of(FIRST, SECOND).map(InetAddress::ofLiteral);
                    case STUCK -> throw stuck();
                    case UNKNOWN -> throw new UnknownHostException("unknown.test: not known");
                    default -> system.lookupByName(host, policy);
                };
            }

            @Override
            public String lookupByAddress(byte[] address) throws UnknownHostException {
                return system.lookupByAddress(address);
            }
        };
    }

    private static UnknownHostException stuck() {
        LOOKING_UP.countDown();
        try {
            new CountDownLatch(1).await();
            throw new AssertionError("nobody counts this down");
        } catch (InterruptedException e) {
            INTERRUPTED.countDown();
            return new UnknownHostException("interrupted");
        }
    }
}
