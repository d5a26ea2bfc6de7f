package dev.rondo.tck;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One thing that is wrong with a method, put into its byte code as its class is loaded.
///
/// It also holds for the lambdas in the method. A fault that finds nothing to change is an error:
/// it would be a saboteur that does nothing.
final class Fault {
    /// The places of a method that are looked at and changed.
    private static final class Places {
        final MethodModel method;
        int seen;
        int changed;

        Places(MethodModel method) {
            this.method = method;
        }
    }

    /// Puts something in place of a call.
    private interface CallEdit {
        void apply(CodeBuilder code, InvokeInstruction call);
    }

    private final String description;
    private final Function<Places, CodeTransform> edit;

    private Fault(String description, Function<Places, CodeTransform> edit) {
        this.description = description;
        this.edit = edit;
    }

    /// Leaves out the calls of a method; a result becomes 0, false or null.
    static Fault skip(String called) {
        return skip(called, 0);
    }

    /// Leaves out one call of a method.
    ///
    /// @param number which one, from 1; 0 for all
    static Fault skip(String called, int number) {
        return onCalls(
                "without the call of " + called,
                called,
                number,
                (code, call) -> {
                    for (ClassDesc type : call.typeSymbol().parameterList().reversed()) {
                        pop(code, TypeKind.from(type));
                    }
                    if (call.opcode() != Opcode.INVOKESTATIC) {
                        code.pop();
                    }
                    pushDefault(code, TypeKind.from(call.typeSymbol().returnType()));
                });
    }

    /// Calls a static method in place of another one; it gets the receiver, if there is one, and
    /// the arguments.
    static Fault redirect(String called, Class<?> owner, String replacement) {
        return redirect(called, 0, owner, replacement);
    }

    /// Calls a static method in place of one call of another.
    ///
    /// @param number which one, from 1; 0 for all
    static Fault redirect(String called, int number, Class<?> owner, String replacement) {
        return onCalls(
                "with " + replacement + " in place of " + called,
                called,
                number,
                (code, call) -> {
                    MethodTypeDesc type = call.typeSymbol();
                    if (call.opcode() != Opcode.INVOKESTATIC) {
                        type = type.insertParameterTypes(0, call.owner().asSymbol());
                    }
                    code.invokestatic(ClassDesc.of(owner.getName()), replacement, type);
                });
    }

    /// Makes a method do nothing but return a constant; null for null, and for a method without a
    /// result.
    static Fault returns(@Nullable Object constant) {
        return new Fault(
                "returning " + constant,
                places -> {
                    places.changed++;
                    TypeKind kind = TypeKind.from(places.method.methodTypeSymbol().returnType());
                    return new CodeTransform() {
                        @Override
                        public void accept(CodeBuilder code, CodeElement element) {}

                        @Override
                        public void atEnd(CodeBuilder code) {
                            if (constant == null) {
                                pushDefault(code, kind);
                            } else {
                                code.loadConstant(constantOf(constant));
                            }
                            code.return_(kind);
                        }
                    };
                });
    }

    /// Inverts a conditional jump.
    ///
    /// @param number which one, from 1
    static Fault negate(int number) {
        return new Fault(
                "with condition " + number + " inverted",
                places ->
                        (code, element) -> {
                            if (element instanceof BranchInstruction branch
                                    && branch.opcode() != Opcode.GOTO
                                    && branch.opcode() != Opcode.GOTO_W
                                    && ++places.seen == number) {
                                places.changed++;
                                Label over = code.newLabel();
                                code.branch(branch.opcode(), over);
                                code.goto_(branch.target());
                                code.labelBinding(over);
                            } else {
                                code.with(element);
                            }
                        });
    }

    /// Replaces a constant: an int, a long, a string or a boolean.
    static Fault constant(Object from, Object to) {
        return new Fault(
                "with " + to + " in place of " + from,
                places ->
                        (code, element) -> {
                            if (element instanceof ConstantInstruction loaded
                                    && loaded.constantValue().equals(constantOf(from))) {
                                places.changed++;
                                code.loadConstant(constantOf(to));
                            } else {
                                code.with(element);
                            }
                        });
    }

    /// Calls a static method first, with this and the arguments.
    static Fault enter(Class<?> owner, String called) {
        return new Fault(
                "with " + called + " first",
                places -> {
                    places.changed++;
                    return new CodeTransform() {
                        @Override
                        public void atStart(CodeBuilder code) {
                            callWithArguments(code, places.method, owner, called);
                        }

                        @Override
                        public void accept(CodeBuilder code, CodeElement element) {
                            code.with(element);
                        }
                    };
                });
    }

    private static void callWithArguments(
            CodeBuilder code, MethodModel method, Class<?> owner, String called) {
        List<ClassDesc> types = new ArrayList<>(method.methodTypeSymbol().parameterList());
        if (!method.flags().has(AccessFlag.STATIC)) {
            types.addFirst(method.parent().orElseThrow().thisClass().asSymbol());
        }
        int slot = 0;
        for (ClassDesc type : types) {
            TypeKind kind = TypeKind.from(type);
            code.loadLocal(kind, slot);
            slot += kind.slotSize();
        }
        code.invokestatic(
                ClassDesc.of(owner.getName()),
                called,
                MethodTypeDesc.of(ConstantDescs.CD_void, types));
    }

    private static Fault onCalls(String description, String called, int number, CallEdit edit) {
        return new Fault(
                description,
                places ->
                        (code, element) -> {
                            if (element instanceof InvokeInstruction call
                                    && call.name().equalsString(called)
                                    && (++places.seen == number || number == 0)) {
                                places.changed++;
                                edit.apply(code, call);
                            } else {
                                code.with(element);
                            }
                        });
    }

    private static void pop(CodeBuilder code, TypeKind kind) {
        if (kind.slotSize() == 2) {
            code.pop2();
        } else {
            code.pop();
        }
    }

    private static void pushDefault(CodeBuilder code, TypeKind kind) {
        switch (kind.asLoadable()) {
            case INT -> code.iconst_0();
            case LONG -> code.lconst_0();
            case FLOAT -> code.fconst_0();
            case DOUBLE -> code.dconst_0();
            case REFERENCE -> code.aconst_null();
            default -> {} // void
        }
    }

    private static ConstantDesc constantOf(Object value) {
        return value instanceof Boolean truth ? (truth ? 1 : 0) : (ConstantDesc) value;
    }

    /// {@return the class with the fault in it}
    ///
    /// @param classFile the class
    /// @param method the name of the method; all of that name are changed
    byte[] apply(byte[] classFile, String method) {
        ClassModel model = ClassFile.of().parse(classFile);
        int[] changed = {0};
        byte[] sabotaged =
                ClassFile.of()
                        .transformClass(
                                model,
                                (builder, element) -> {
                                    if (element instanceof MethodModel candidate
                                            && isIn(candidate, method)) {
                                        Places places = new Places(candidate);
                                        builder.transformMethod(
                                                candidate,
                                                MethodTransform.transformingCode(
                                                        edit.apply(places)));
                                        changed[0] += places.changed;
                                    } else {
                                        builder.with(element);
                                    }
                                });
        if (changed[0] == 0) {
            throw new AssertionError(
                    "nothing to sabotage: %s.%s has no place for a fault '%s'"
                            .formatted(model.thisClass().asInternalName(), method, this));
        }
        return sabotaged;
    }

    private static boolean isIn(MethodModel candidate, String method) {
        String name = candidate.methodName().stringValue();
        return name.equals(method) || name.startsWith("lambda$" + method + "$");
    }

    @Override
    public String toString() {
        return description;
    }
}
