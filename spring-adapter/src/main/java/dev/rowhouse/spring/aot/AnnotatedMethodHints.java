package dev.rowhouse.spring.aot;

import dev.rowhouse.spring.ForEachTenant;
import dev.rowhouse.spring.TenantScoped;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/** Keeps the methods on which an annotation of ours is looked for while the application runs. */
final class AnnotatedMethodHints implements BeanRegistrationAotProcessor {
    private static final List<Class<? extends Annotation>> ANNOTATIONS =
            List.of(TenantScoped.class, ForEachTenant.class);

    @Override
    public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean registeredBean) {
        Set<Method> methods = MethodIntrospector.selectMethods(
                ClassUtils.getUserClass(registeredBean.getBeanClass()),
                (Method method) -> ANNOTATIONS.stream()
                        .anyMatch(annotation -> AnnotatedElementUtils.hasAnnotation(method, annotation)));
        return methods.isEmpty()
                ? null
                : (generationContext, code) -> methods.forEach(method ->
                        generationContext.getRuntimeHints().reflection().registerMethod(method, ExecutableMode.INVOKE));
    }
}
