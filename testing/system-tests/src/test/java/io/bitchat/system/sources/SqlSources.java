package io.bitchat.system.sources;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/**
 * Finds statements in a Java source that are not made of literals alone, with the compiler's own parser. A private
 * method that hands its parameter on as a statement is followed to its callers; what cannot be followed is a finding.
 */
final class SqlSources {
    private static final Set<String> STATEMENT_TAKERS = Set.of(
            "query",
            "preparedQuery",
            "createQuery",
            "createNativeQuery",
            "createMutationQuery",
            "createSelectionQuery");

    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
    /** Shared, because opening the class path takes longer than parsing a source. */
    private static final JavaFileManager FILES = COMPILER.getStandardFileManager(null, null, StandardCharsets.UTF_8);

    private final CompilationUnitTree unit;
    private final Set<String> assigned = new HashSet<>();
    private final Set<String> referenced = new HashSet<>();
    private final Set<Tree> followed = new HashSet<>();
    private final List<String> findings = new ArrayList<>();

    private SqlSources(CompilationUnitTree unit) {
        this.unit = unit;
    }

    /** The source text of statement expressions that contain more than literals. */
    static List<String> unsafeStatements(JavaFileObject source) {
        try {
            var text = source.getCharContent(true).toString();
            if (STATEMENT_TAKERS.stream().noneMatch(text::contains)) return List.of();
            var task = (JavacTask) COMPILER.getTask(null, FILES, null, List.of("-proc:none"), null, List.of(source));
            var scan = new SqlSources(task.parse().iterator().next());
            scan.noteNames();
            scan.eachCall(scan::checkStatement);
            return scan.findings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void noteNames() {
        new TreePathScanner<Void, Void>() {
            @Override
            public Void visitAssignment(AssignmentTree tree, Void nothing) {
                assigned.add(simpleName(tree.getVariable()));
                return super.visitAssignment(tree, null);
            }

            @Override
            public Void visitCompoundAssignment(CompoundAssignmentTree tree, Void nothing) {
                assigned.add(simpleName(tree.getVariable()));
                return super.visitCompoundAssignment(tree, null);
            }

            @Override
            public Void visitMemberReference(MemberReferenceTree tree, Void nothing) {
                referenced.add(tree.getName().toString());
                return super.visitMemberReference(tree, null);
            }
        }.scan(unit, null);
    }

    private void eachCall(BiConsumer<MethodInvocationTree, TreePath> check) {
        new TreePathScanner<Void, Void>() {
            @Override
            public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
                check.accept(call, getCurrentPath());
                return super.visitMethodInvocation(call, null);
            }
        }.scan(unit, null);
    }

    private void checkStatement(MethodInvocationTree call, TreePath path) {
        boolean takes = call.getMethodSelect() instanceof MemberSelectTree select
                && STATEMENT_TAKERS.contains(select.getIdentifier().toString());
        if (takes && !call.getArguments().isEmpty()) check(call.getArguments().getFirst(), path);
    }

    private void check(ExpressionTree statement, TreePath path) {
        if (!isFixed(statement, path)) findings.add(statement.toString());
    }

    private boolean isFixed(Tree tree, TreePath path) {
        return switch (tree) {
            case LiteralTree _ -> true;
            case ParenthesizedTree inner -> isFixed(inner.getExpression(), path);
            case BinaryTree sum -> isFixed(sum.getLeftOperand(), path) && isFixed(sum.getRightOperand(), path);
            case ConditionalExpressionTree choice ->
                isFixed(choice.getTrueExpression(), path) && isFixed(choice.getFalseExpression(), path);
            case IdentifierTree name -> isFixedName(name.getName().toString(), path);
            default -> false;
        };
    }

    private boolean isFixedName(String name, TreePath path) {
        if (assigned.contains(name)) return false;
        for (var scope = path; scope != null; scope = scope.getParentPath()) {
            var declared = declared(scope.getLeaf(), name);
            if (declared.isPresent()) return isFixedVariable(declared.get(), scope);
        }
        return false;
    }

    private static Optional<VariableTree> declared(Tree scope, String name) {
        Stream<? extends Tree> members =
                switch (scope) {
                    case BlockTree block -> block.getStatements().stream();
                    case ClassTree type -> type.getMembers().stream();
                    case MethodTree method -> method.getParameters().stream();
                    case LambdaExpressionTree lambda -> lambda.getParameters().stream();
                    case EnhancedForLoopTree loop -> Stream.of(loop.getVariable());
                    default -> Stream.of();
                };
        return members.filter(VariableTree.class::isInstance)
                .map(VariableTree.class::cast)
                .filter(variable -> variable.getName().contentEquals(name))
                .findFirst();
    }

    private boolean isFixedVariable(VariableTree variable, TreePath scope) {
        if (scope.getLeaf() instanceof MethodTree method) return isHandedOn(method, variable);
        return variable.getInitializer() != null && isFixed(variable.getInitializer(), scope);
    }

    /** Whether the statement is a parameter of the method, so that each of its calls is checked instead. */
    private boolean isHandedOn(MethodTree method, VariableTree parameter) {
        if (!method.getModifiers().getFlags().contains(Modifier.PRIVATE)) return false;
        if (referenced.contains(method.getName().toString())) return false;
        if (followed.add(parameter)) eachCall((call, path) -> checkCaller(method, parameter, call, path));
        return true;
    }

    private void checkCaller(MethodTree method, VariableTree parameter, MethodInvocationTree call, TreePath path) {
        boolean same = method.getName().contentEquals(simpleName(call.getMethodSelect()))
                && call.getArguments().size() == method.getParameters().size();
        if (same) check(call.getArguments().get(method.getParameters().indexOf(parameter)), path);
    }

    private static String simpleName(Tree tree) {
        return switch (tree) {
            case IdentifierTree name -> name.getName().toString();
            case MemberSelectTree select -> select.getIdentifier().toString();
            default -> "";
        };
    }
}
