package io.bitchat.system.sources;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** The typed configuration of the services, read from their sources with the compiler's parser. */
final class ConfigurationSources {
    static final List<String> MODULES = List.of(
            "libs/http-kit",
            "libs/service-kit",
            "peer-service",
            "message-service",
            "group-gossip-service",
            "file-service",
            "transport-gateway");
    private static final List<String> PROPERTY_FILES =
            List.of("META-INF/microprofile-config.properties", "application.properties");
    private static final Pattern SINGLE =
            Pattern.compile("(?:name = \"|\\$\\{)(bitchat\\.[a-z0-9.-]+)[\":}]", Pattern.MULTILINE);
    /** References to a variable: {@code ${NAME:x}}, {@code ${env:NAME}}, or a string that is only the name. */
    private static final Pattern READ_VARIABLE =
            Pattern.compile("(?:\\$\\{(?:env:)?|\")(BITCHAT_[A-Z0-9_]*[A-Z0-9])(?:[:}]|\")");

    private static final Pattern MAPPING = Pattern.compile("^@ConfigMapping\\(", Pattern.MULTILINE);
    private static final Pattern WORD_START = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    private final Path root;

    ConfigurationSources(Path root) {
        this.root = root;
    }

    /** A mapping: the values under one prefix. */
    record Group(
            String module, String prefix, String text, List<Setting> settings, Map<String, List<Choice>> choices) {}

    /**
     * One value.
     *
     * @param type type as written in the source
     * @param standard default, from the annotation or, where it wins, from the property file of the module
     * @param constraints annotations such as {@code @Positive}, by name, with their argument or ""
     */
    record Setting(String name, String type, Optional<String> standard, Map<String, String> constraints, String text) {}

    /** A constant of an enum that a value is chosen from. */
    record Choice(String name, String text) {}

    /** All mappings, in the order of the modules and then of their prefixes. */
    List<Group> groups() {
        return MODULES.stream()
                .flatMap(module -> sources(module)
                        .filter(source -> read(source).contains("@ConfigMapping"))
                        .flatMap(source -> parse(module, source).stream())
                        .sorted(Comparator.comparing(Group::prefix)))
                .toList();
    }

    /** Names of properties that classes read individually, outside of any mapping. */
    SortedSet<String> singles() {
        var names = new TreeSet<String>();
        for (var module : MODULES) {
            sources(module)
                    .flatMap(source -> SINGLE.matcher(read(source)).results())
                    .forEach(found -> names.add(found.group(1)));
        }
        return names;
    }

    /** Environment variables that the programs of the suite read, in property files, in code, or behind a flag. */
    SortedSet<String> variables() {
        var names = new TreeSet<String>();
        for (var file : programs()) {
            READ_VARIABLE.matcher(read(file)).results().forEach(found -> names.add(found.group(1)));
        }
        return names;
    }

    /** Files that declare a mapping, relative to the root. */
    List<String> filesWithMappings() {
        return programs().stream()
                .filter(file -> MAPPING.matcher(read(file)).find())
                .map(file -> root.relativize(file).toString())
                .toList();
    }

    /** Sources and property files of all programs that a user starts. */
    private List<Path> programs() {
        return Stream.of("", "libs", "tools", "clients")
                .flatMap(folder -> list(root.resolve(folder)).stream())
                .map(module -> module.resolve("src/main"))
                .filter(Files::isDirectory)
                .flatMap(module -> walk(module).stream())
                .filter(file -> file.toString().matches(".*\\.(java|properties)"))
                .toList();
    }

    private static List<Path> list(Path folder) {
        try (var entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> walk(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Stream<Path> sources(String module) {
        return walk(root.resolve(module).resolve("src/main/java")).stream()
                .filter(file -> file.toString().endsWith(".java"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Group> parse(String module, Path source) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
            var task = (JavacTask)
                    compiler.getTask(null, files, null, List.of("-proc:none"), null, files.getJavaFileObjects(source));
            var finder = new MappingFinder(module, DocTrees.instance(task), given(module));
            for (CompilationUnitTree unit : task.parse()) finder.scan(unit, null);
            return finder.groups;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Property-file values for the settings of {@code module}; those of the kit apply to every module. */
    private Map<String, String> given(String module) {
        var given = new LinkedHashMap<String, String>();
        for (var file : PROPERTY_FILES) {
            var path = root.resolve(module).resolve("src/main/resources").resolve(file);
            if (!Files.exists(path)) continue;
            var properties = new Properties();
            try {
                properties.load(new StringReader(read(path)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            properties.forEach((name, value) -> given.put(String.valueOf(name), String.valueOf(value)));
        }
        return given;
    }

    /** {@code maxContentBytes} becomes {@code max-content-bytes}. */
    static String kebab(String camelCase) {
        return WORD_START.matcher(camelCase).replaceAll("-").toLowerCase(Locale.ROOT);
    }

    private static final class MappingFinder extends TreePathScanner<Void, Void> {
        private final String module;
        private final DocTrees docs;
        private final Map<String, String> given;
        private final List<Group> groups = new ArrayList<>();

        MappingFinder(String module, DocTrees docs, Map<String, String> given) {
            this.module = module;
            this.docs = docs;
            this.given = given;
        }

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            annotation(type.getModifiers(), "ConfigMapping")
                    .ifPresent(mapping -> groups.add(group(type, argument(mapping, "prefix"))));
            return super.visitClass(type, nothing);
        }

        private Group group(ClassTree type, String prefix) {
            var choices = new LinkedHashMap<String, List<Choice>>();
            for (var member : type.getMembers()) {
                if (member instanceof ClassTree nested && nested.getKind() == Tree.Kind.ENUM) {
                    choices.put(nested.getSimpleName().toString(), choices(nested));
                }
            }
            return new Group(module, prefix, text(getCurrentPath()), settings(getCurrentPath(), type, prefix), choices);
        }

        /** Settings of an interface and of its nested interfaces. */
        private List<Setting> settings(TreePath at, ClassTree type, String prefix) {
            var parts = new LinkedHashMap<String, ClassTree>();
            for (var member : type.getMembers()) {
                if (member instanceof ClassTree nested && nested.getKind() == Tree.Kind.INTERFACE) {
                    parts.put(nested.getSimpleName().toString(), nested);
                }
            }
            var settings = new ArrayList<Setting>();
            for (var member : type.getMembers()) {
                if (!(member instanceof MethodTree method) || !isAbstract(method)) continue;
                var part = parts.get(method.getReturnType().toString());
                if (part == null) settings.add(setting(new TreePath(at, method), method, prefix));
                else settings.addAll(settings(new TreePath(at, part), part, nameOf(method, prefix)));
            }
            return List.copyOf(settings);
        }

        private static String nameOf(MethodTree method, String prefix) {
            return prefix
                    + '.'
                    + annotation(method.getModifiers(), "WithName")
                            .map(named -> argument(named, "value"))
                            .orElseGet(() -> kebab(method.getName().toString()));
        }

        private static boolean isAbstract(MethodTree method) {
            return method.getBody() == null && method.getParameters().isEmpty();
        }

        private Setting setting(TreePath at, MethodTree method, String prefix) {
            var annotations = method.getModifiers();
            var name = nameOf(method, prefix);
            var standard = Optional.ofNullable(given.get(name))
                    .or(() -> annotation(annotations, "WithDefault").map(found -> argument(found, "value")));
            var constraints = new LinkedHashMap<String, String>();
            for (var found : annotations.getAnnotations()) {
                var simple = simpleName(found);
                if (!simple.startsWith("With")) constraints.put(simple, argument(found, "value"));
            }
            return new Setting(name, method.getReturnType().toString(), standard, constraints, text(at));
        }

        private List<Choice> choices(ClassTree constants) {
            return constants.getMembers().stream()
                    .filter(VariableTree.class::isInstance)
                    .map(VariableTree.class::cast)
                    .map(constant -> new Choice(
                            constant.getName().toString().toLowerCase(Locale.ROOT), textOf(constants, constant)))
                    .toList();
        }

        private String text(TreePath at) {
            return Optional.ofNullable(docs.getDocComment(at)).orElse("").strip();
        }

        private String textOf(ClassTree owner, Tree member) {
            return text(new TreePath(new TreePath(getCurrentPath(), owner), member));
        }

        private static Optional<? extends AnnotationTree> annotation(ModifiersTree modifiers, String simpleName) {
            return modifiers.getAnnotations().stream()
                    .filter(found -> simpleName(found).equals(simpleName))
                    .findFirst();
        }

        private static String simpleName(AnnotationTree annotation) {
            var name = annotation.getAnnotationType().toString();
            return name.substring(name.lastIndexOf('.') + 1);
        }

        /** The argument's value, or "" if the annotation has no such argument. */
        private static String argument(AnnotationTree annotation, String name) {
            for (ExpressionTree argument : annotation.getArguments()) {
                if (argument instanceof AssignmentTree assigned) {
                    if (assigned.getVariable().toString().equals(name)) return value(assigned.getExpression());
                } else if (name.equals("value")) {
                    return value(argument);
                }
            }
            return "";
        }

        private static String value(ExpressionTree expression) {
            return expression instanceof LiteralTree literal
                    ? String.valueOf(literal.getValue())
                    : expression.toString();
        }
    }
}
