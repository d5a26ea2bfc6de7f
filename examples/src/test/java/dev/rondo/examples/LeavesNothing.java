package dev.rondo.examples;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/// Checks after each test that its loops left no thread, no open descriptor and no report of an
/// error.
final class LeavesNothing implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(LeavesNothing.class);

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        Descriptors.openThoseOfTheJdk();
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        ExtensionContext.Store store = context.getStore(NAMESPACE);
        store.put(Descriptors.class, Descriptors.now());
        store.put(Reports.class, Reports.listen());
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        ExtensionContext.Store store = context.getStore(NAMESPACE);
        Descriptors before = store.get(Descriptors.class, Descriptors.class);
        List<String> reports = store.get(Reports.class, Reports.class).end();
        List<String> threads = LoopThreads.leftAfterAWhile();
        List<String> descriptors = before.addedAfterAWhile();
        assertAll(
                () -> assertEquals(List.of(), reports, "reported"),
                () -> assertEquals(List.of(), threads, "threads left"),
                () -> assertEquals(List.of(), descriptors, "descriptors left open"));
    }
}
