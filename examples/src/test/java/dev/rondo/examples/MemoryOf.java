package dev.rondo.examples;

import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/// The memory of another JVM.
final class MemoryOf implements AutoCloseable {
    private final JMXConnector connector;
    private final MemoryMXBean memory;
    private final List<MemoryPoolMXBean> heap;
    private final BufferPoolMXBean direct;

    @SuppressWarnings("BanJNDI") // what answers is a child of this test
    MemoryOf(long pid) throws Exception {
        VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
        String address = machine.startLocalManagementAgent();
        machine.detach();
        connector = JMXConnectorFactory.connect(new JMXServiceURL(address));
        MBeanServerConnection beans = connector.getMBeanServerConnection();
        memory = ManagementFactory.getPlatformMXBean(beans, MemoryMXBean.class);
        heap =
                ManagementFactory.getPlatformMXBeans(beans, MemoryPoolMXBean.class).stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .filter(pool -> pool.getCollectionUsage() != null)
                        .toList();
        direct =
                ManagementFactory.getPlatformMXBeans(beans, BufferPoolMXBean.class).stream()
                        .filter(pool -> pool.getName().equals("direct"))
                        .findFirst()
                        .orElseThrow();
    }

    /// {@return its live heap, as a collection has left it, and its direct memory, in bytes}
    long measure() {
        memory.gc();
        // what has become garbage since is not counted: the other JVM goes on working
        long live = heap.stream().mapToLong(pool -> pool.getCollectionUsage().getUsed()).sum();
        return live + direct.getMemoryUsed();
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
