package io.bitchat.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Rules for sources. Current violations are listed in {@code source-rules.txt} with their sizes: an entry must match
 * exactly, and no new one may be added. Needs no running suite.
 */
class SourceRulesTest {
    private static final int MAX_LINES = 400;
    private static final int MAX_FILES = 20;
    private static final int MAX_PARAMETERS = 5;
    private static final int MAX_METHOD_LINES = 40;
    private static final Set<String> MADE = Set.of("target", "data", ".git", "node_modules", ".venv");

    private static List<Path> sources;
    private static Measured measured;

    @BeforeAll
    static void read() throws IOException {
        sources = sources();
        measured = Measured.of(sources);
    }

    @Test
    void noFileIsTooLongToRead() {
        assertThat(sources).hasSizeGreaterThan(500);
        assertThat(sources)
                .allSatisfy(file -> assertThat(lines(file)).as(file + ", lines").isLessThanOrEqualTo(MAX_LINES));
    }

    @Test
    void noPackageIsTooLargeToSurvey() {
        var files = sources.stream().collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));

        assertThat(files)
                .allSatisfy((folder, count) ->
                        assertThat(count).as(folder + ", files").isLessThanOrEqualTo(MAX_FILES));
    }

    @Test
    void noNewMethodIsTooLong() throws IOException {
        assertThat(measured.tooLong).containsExactlyInAnyOrderEntriesOf(known("lines"));
    }

    @Test
    void noNewMethodHasTooManyParameters() throws IOException {
        assertThat(measured.tooManyParameters).containsExactlyInAnyOrderEntriesOf(known("parameters"));
    }

    /** Vert.x internals can change in any release. Each listed class has no alternative and says why. */
    @Test
    void noNewClassUsesInternalsOfVertx() throws IOException {
        assertThat(measured.internals)
                .containsExactlyElementsOf(new TreeSet<>(known("internals").keySet()));
    }

    /** Entries of one kind in {@code source-rules.txt}: {@code kind name size}. */
    private static Map<String, Integer> known(String kind) throws IOException {
        var entries = new TreeMap<String, Integer>();
        for (var line : Files.readAllLines(
                Repository.root().resolve("testing/architecture-tests/src/test/resources/source-rules.txt"))) {
            var words = line.split(" ");
            if (words[0].equals(kind)) entries.put(words[1], words.length > 2 ? Integer.parseInt(words[2]) : 0);
        }
        return entries;
    }

    /** Methods beyond a limit, by {@code Class.method}, and classes that use Vert.x internals. */
    private record Measured(
            Map<String, Integer> tooLong, Map<String, Integer> tooManyParameters, Set<String> internals) {
        static Measured of(List<Path> sources) throws IOException {
            var compiler = ToolProvider.getSystemJavaCompiler();
            try (var files = compiler.getStandardFileManager(null, null, null)) {
                var task = (JavacTask) compiler.getTask(
                        null, files, _ -> {}, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources));
                var found = new Measured(new TreeMap<>(), new TreeMap<>(), new TreeSet<>());
                var positions = Trees.instance(task).getSourcePositions();
                for (var unit : task.parse()) found.add(unit, positions);
                return found;
            }
        }

        private void add(CompilationUnitTree unit, SourcePositions positions) {
            var file = Path.of(unit.getSourceFile().toUri()).getFileName().toString();
            unit.getImports().stream()
                    .map(imported -> imported.getQualifiedIdentifier().toString())
                    .filter(name -> name.startsWith("io.vertx.") && name.matches(".*\\.(impl|internal)\\..*"))
                    .forEach(_ -> internals.add(file.replace(".java", "")));
            new TreeScanner<Void, String>() {
                @Override
                public Void visitClass(ClassTree tree, String outer) {
                    var name = tree.getSimpleName().toString();
                    return super.visitClass(tree, outer.isEmpty() ? name : outer + "." + name);
                }

                @Override
                public Void visitMethod(MethodTree method, String owner) {
                    var name = owner + "." + method.getName();
                    int parameters = method.getParameters().size();
                    if (parameters > MAX_PARAMETERS && !isOfRecord(method))
                        tooManyParameters.merge(name, parameters, Math::max);
                    if (method.getBody() != null) {
                        var lines = unit.getLineMap();
                        long length = lines.getLineNumber(positions.getEndPosition(unit, method.getBody()))
                                - lines.getLineNumber(positions.getStartPosition(unit, method.getBody()))
                                - 1;
                        if (length > MAX_METHOD_LINES) tooLong.merge(name, (int) length, Math::max);
                    }
                    return super.visitMethod(method, owner);
                }

                /** Record constructors: the parser gives compact ones the record's components as parameters. */
                private boolean isOfRecord(MethodTree method) {
                    return method.getName().contentEquals("<init>")
                            && unit.getTypeDecls().stream().anyMatch(type -> declaresRecordWith(type, method));
                }
            }.scan(unit, "");
        }

        private static boolean declaresRecordWith(Object type, MethodTree constructor) {
            return type instanceof ClassTree tree
                    && tree.getMembers().stream()
                            .anyMatch(member ->
                                    (member == constructor && tree.getKind() == com.sun.source.tree.Tree.Kind.RECORD)
                                            || declaresRecordWith(member, constructor));
        }
    }

    private static List<Path> sources() throws IOException {
        var sources = new ArrayList<Path>();
        Files.walkFileTree(Repository.root(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                // generated files, which a running suite may delete at any moment
                return MADE.contains(folder.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".java")) sources.add(file);
                return FileVisitResult.CONTINUE;
            }
        });
        return sources;
    }

    private static int lines(Path file) {
        try {
            return Files.readAllLines(file).size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
