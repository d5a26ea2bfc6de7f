package dev.rondo.tck;

import dev.rondo.EventLoops;
import dev.rondo.spi.Capability;
import dev.rondo.spi.LoopProvider;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestWatcher;
import org.opentest4j.TestAbortedException;

/// Makes rules of tests: gives each one a [Subject], decides whether it applies, runs it with a
/// limit, looks at what it left behind, and keeps the score.
///
/// A rule may not excuse itself: an aborted assumption is a failure. What does not apply is decided
/// here, by what the backend declares.
final class TckExtension
        implements BeforeAllCallback,
                BeforeEachCallback,
                AfterAllCallback,
                ParameterResolver,
                InvocationInterceptor,
                TestWatcher {
    private static final Namespace NAMESPACE = Namespace.create(TckExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        if (isContents(context)) {
            OpenDescriptors.openThoseOfTheJdk();
            results(context);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        CataloguedRule rule = rule(context);
        RondoTck kit =
                context.getRequiredTestInstances().findInstance(RondoTck.class).orElseThrow();
        LoopProvider provider = kit.provider();
        TckResults results = results(context);
        results.startRule(kit, provider);
        LoopProvider.Availability availability = provider.availability();
        if (!availability.isAvailable()) {
            results.add(rule, RuleOutcome.NOT_RUN, "the backend is not available");
            throw new TestAbortedException(
                    "not run: backend '%s' is not available: %s"
                            .formatted(provider.name(), availability.reason()));
        }
        Optional<String> notApplicable = notApplicable(rule, provider);
        if (notApplicable.isPresent()) {
            results.add(rule, RuleOutcome.NOT_APPLICABLE, notApplicable.get());
            throw new TestAbortedException("not applicable: " + notApplicable.get());
        }
        Subject subject = new Subject(provider);
        if (rule.present().contains(Capability.SUBPROCESSES)) {
            subject.watchesChildren();
        }
        context.getStore(NAMESPACE).put(Subject.class, subject);
    }

    private static Optional<String> notApplicable(CataloguedRule rule, LoopProvider provider) {
        Map<Capability, String> missing = EventLoops.describe(provider).missing();
        for (Capability capability : rule.present()) {
            String reason = missing.get(capability);
            if (reason != null) {
                return Optional.of(
                        "%s does not support %s: %s"
                                .formatted(provider.name(), capability, reason));
            }
        }
        for (Capability capability : rule.absent()) {
            if (!missing.containsKey(capability)) {
                return Optional.of("%s supports %s".formatted(provider.name(), capability));
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Subject.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return subject(context);
    }

    @Override
    public void interceptTestMethod(
            Invocation<@Nullable Void> invocation,
            ReflectiveInvocationContext<Method> method,
            ExtensionContext context)
            throws Throwable {
        Subject subject = subject(context);
        try {
            new RuleLimit(rule(context).id())
                    .run(() -> {
                        try (subject) {
                            invocation.proceed();
                        } catch (TestAbortedException e) {
                            throw new AssertionError(
                                    "a rule may not excuse itself: " + e.getMessage(), e);
                        }
                    });
            subject.assertNothingIsLeft();
        } finally {
            subject.release();
        }
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        results(context).add(rule(context), RuleOutcome.PASSED, subject(context).notes());
    }

    @Override
    public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
        results(context).add(rule(context), RuleOutcome.FAILED, describe(cause));
    }

    private static String describe(@Nullable Throwable cause) {
        if (cause == null) {
            return "failed";
        }
        String message = cause.getMessage();
        String type = cause.getClass().getName();
        if (message == null) {
            return type;
        }
        return cause instanceof AssertionError ? message : type + ": " + message;
    }

    /// Recorded where it was decided.
    @Override
    public void testAborted(ExtensionContext context, @Nullable Throwable cause) {}

    @Override
    public void testDisabled(ExtensionContext context, Optional<String> reason) {
        results(context).add(rule(context), RuleOutcome.NOT_RUN, reason.orElse("disabled"));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (isContents(context)) {
            results(context).finish();
        }
    }

    /// {@return whether the context is that of the kit, and not of one of its areas}
    private static boolean isContents(ExtensionContext context) {
        return RondoTck.class.isAssignableFrom(context.getRequiredTestClass());
    }

    private static TckResults results(ExtensionContext context) {
        ExtensionContext contents = context;
        while (contents.getTestMethod().isPresent() || !isContents(contents)) {
            contents = contents.getParent().orElseThrow();
        }
        return contents.getStore(NAMESPACE)
                .computeIfAbsent(TckResults.class, _ -> new TckResults(), TckResults.class);
    }

    private static Subject subject(ExtensionContext context) {
        return Objects.requireNonNull(
                context.getStore(NAMESPACE).get(Subject.class, Subject.class), "subject");
    }

    private static CataloguedRule rule(ExtensionContext context) {
        Rule rule =
                Objects.requireNonNull(
                        context.getRequiredTestMethod().getAnnotation(Rule.class),
                        () -> context.getRequiredTestMethod() + " is no rule");
        return Catalogue.INSTANCE.rule(rule.id());
    }
}
