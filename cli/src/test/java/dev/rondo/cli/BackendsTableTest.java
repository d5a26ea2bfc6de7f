package dev.rondo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rondo.BackendInfo;
import dev.rondo.EngineInfo;
import dev.rondo.spi.Capability;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BackendsTableTest {
    private static final BackendInfo NIO = new BackendInfo("nio", 100, true, null, null, Map.of());

    private static final BackendInfo MEMORY =
            new BackendInfo(
                    "memory",
                    0,
                    false,
                    null,
                    null,
                    Map.of(
                            Capability.REAL_TIME, "time jumps",
                            Capability.REAL_NETWORK, "it ends here"));

    private static final BackendInfo EPOLL =
            new BackendInfo("epoll", 200, true, "native access is denied", "allow it", Map.of());

    private static final BackendInfo BROKEN =
            new BackendInfo(
                    "org.some.Provider",
                    Integer.MIN_VALUE,
                    false,
                    "broken: NoClassDefFoundError\nsecond line",
                    null,
                    Map.of());

    @Test
    void hasARowForEachBackendAndALineForEachRemark() {
        String table = BackendsTable.render(List.of(EPOLL, NIO, MEMORY, BROKEN), "nio");

        assertEquals(
                """
                   NAME               PRIORITY  AVAILABLE   REMARKS
                   epoll              200       no          native access is denied
                                                            remedy: allow it
                *  nio                100       yes
                   memory             0         on request  lacks REAL_NETWORK: it ends here
                                                            lacks REAL_TIME: time jumps
                   org.some.Provider            no          broken: NoClassDefFoundError
                                                            second line
                * new loops get this one
                """,
                table);
    }

    @Test
    void marksNothingIfNewLoopsGetNone() {
        assertEquals(
                """
                  NAME   PRIORITY  AVAILABLE  REMARKS
                  epoll  200       no         native access is denied
                                              remedy: allow it
                """,
                BackendsTable.render(List.of(EPOLL), ""));
    }

    @Test
    void saysWhatTheBetterEngineNeeds() {
        EngineInfo engine =
                new EngineInfo("handoff", "java.lang is closed", "add --add-opens x=ALL-UNNAMED");

        assertEquals(
                """
                Coroutine engine: handoff (java.lang is closed)
                For the better one: add --add-opens x=ALL-UNNAMED
                """,
                BackendsTable.render(engine));
    }

    @Test
    void saysNoMoreOfTheBestEngine() {
        EngineInfo engine = new EngineInfo("scheduled", "the JDK allows it", null);

        assertEquals(
                "Coroutine engine: scheduled (the JDK allows it)\n", BackendsTable.render(engine));
    }
}
