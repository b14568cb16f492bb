package io.bitchat.kit.problem;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Methods of a path, for the {@code Allow} header of a 405 (RFC 9110 §15.5.6). */
@ApplicationScoped
class AllowedMethods {

    private record Route(Pattern path, String method) {}

    private final List<Route> routes = new ArrayList<>();

    AllowedMethods(BeanManager beans) {
        for (var bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
            var path = bean.getBeanClass().getAnnotation(Path.class);
            if (path != null) addAll(bean.getBeanClass(), path.value());
        }
    }

    private void addAll(Class<?> resource, String prefix) {
        for (var method : resource.getDeclaredMethods()) {
            var path = method.getAnnotation(Path.class);
            var pattern = pattern(prefix + '/' + (path == null ? "" : path.value()));
            Arrays.stream(method.getAnnotations())
                    .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                    .filter(java.util.Objects::nonNull)
                    .forEach(verb -> routes.add(new Route(pattern, verb.value())));
        }
    }

    private static Pattern pattern(String template) {
        var plain = template.replaceAll("/+", "/").replaceAll("/$", "");
        return Pattern.compile(Arrays.stream(plain.split("/", -1))
                        .map(part -> part.startsWith("{") ? "[^/]+" : Pattern.quote(part))
                        .reduce((all, part) -> all + '/' + part)
                        .orElse("")
                + "/?");
    }

    /** Empty if the path is unknown. */
    Set<String> at(String path) {
        var methods = new TreeSet<String>();
        routes.stream()
                .filter(route -> route.path().matcher(path).matches())
                .flatMap(route -> route.method().equals("GET") ? Stream.of("GET", "HEAD") : Stream.of(route.method()))
                .forEach(methods::add);
        return methods;
    }
}
