package dev.rowhouse.spring.task;

import java.lang.annotation.Annotation;
import org.aopalliance.intercept.MethodInterceptor;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;

/**
 * Puts an interceptor around annotated methods: outside transactions, so that the tenant is there when one begins, and inside
 * {@code @Async}, so that it is there in the other thread.
 */
final class AnnotatedMethods extends AbstractBeanFactoryAwareAdvisingPostProcessor {
    private static final long serialVersionUID = 1;

    private final transient Runnable requirement;

    AnnotatedMethods(Class<? extends Annotation> annotation, MethodInterceptor interceptor, Runnable requirement) {
        this.requirement = requirement;
        this.advisor = new DefaultPointcutAdvisor(new AnnotationMatchingPointcut(null, annotation, true), interceptor);
        setBeforeExistingAdvisors(true);
        setProxyTargetClass(true);
        setOrder(LOWEST_PRECEDENCE - 1);
    }

    @Override
    protected boolean isEligible(Class<?> targetClass) {
        // most beans are Spring's own, and looking at all of their methods makes an application start later
        boolean eligible = !targetClass.getName().startsWith("org.springframework.") && super.isEligible(targetClass);
        if (eligible) {
            requirement.run();
        }
        return eligible;
    }
}
