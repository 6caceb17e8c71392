package dev.rowhouse.spring.task;

import dev.rowhouse.MissingTenantException;
import dev.rowhouse.RowhouseException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.TenantMismatchException;
import dev.rowhouse.spring.RefusedTenantException;
import dev.rowhouse.spring.Tenant;
import dev.rowhouse.spring.TenantDirectory;
import dev.rowhouse.spring.TenantScoped;
import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.context.expression.MethodBasedEvaluationContext;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.expression.Expression;
import org.springframework.expression.spel.standard.SpelExpressionParser;

/** Runs methods for the tenant that {@link TenantScoped} finds in their arguments. */
final class TenantExpression implements MethodInterceptor {
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");

    private final BeanFactory beans;
    private final ObjectProvider<TenantDirectory> directory;
    private final SpelExpressionParser parser = new SpelExpressionParser();
    private final ParameterNameDiscoverer parameterNames = new DefaultParameterNameDiscoverer();
    private final Map<String, Expression> expressions = new ConcurrentHashMap<>();

    TenantExpression(BeanFactory beans, ObjectProvider<TenantDirectory> directory) {
        this.beans = beans;
        this.directory = directory;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        Object target = invocation.getThis();
        Method method = target == null
                ? invocation.getMethod()
                : AopUtils.getMostSpecificMethod(invocation.getMethod(), target.getClass());
        TenantScoped scope = AnnotatedElementUtils.findMergedAnnotation(method, TenantScoped.class);
        if (scope == null) {
            return invocation.proceed();
        }
        MethodBasedEvaluationContext variables = new MethodBasedEvaluationContext(
                target == null ? method : target, method, invocation.getArguments(), parameterNames);
        variables.setBeanResolver(new BeanFactoryResolver(beans));
        String work = method.getDeclaringClass().getSimpleName() + "." + method.getName();
        TenantContext context = context(evaluate(scope.value(), variables), work + " by " + scope.value());
        if (!scope.actor().isEmpty()) {
            Object actor = evaluate(scope.actor(), variables);
            if (actor != null) {
                context = context.withActor(actor.toString());
            }
        }
        AtomicReference<@Nullable Object> result = new AtomicReference<>();
        within(context, work).run(() -> result.set(invocation.proceed()));
        return result.get();
    }

    private @Nullable Object evaluate(String expression, MethodBasedEvaluationContext variables) {
        return expressions.computeIfAbsent(expression, parser::parseExpression).getValue(variables);
    }

    /** Whoever works for a tenant must not get to another by what he passes. */
    private static TenantContext within(TenantContext context, String work) {
        Optional<TenantContext> current = TenantContext.current();
        if (current.isPresent() && !current.get().tenantId().equals(context.tenantId())) {
            throw new TenantMismatchException("Calling " + work + " for " + context + ": the caller works for "
                    + current.get() + ". Call it without a tenant, or for its own.");
        }
        return context.actor().isPresent() ? context : current.orElse(context);
    }

    private TenantContext context(@Nullable Object value, String work) {
        if (value == null) {
            throw new MissingTenantException("Finding the tenant for " + work
                    + ": the expression gave null. Pass arguments that name a tenant.");
        }
        if (value instanceof TenantContext context) {
            return context;
        }
        if (value instanceof UUID id) {
            return TenantContext.of(id);
        }
        String name = value.toString();
        return TenantContext.of(UUID_TEXT.matcher(name).matches() ? UUID.fromString(name) : find(name, work));
    }

    private UUID find(String name, String work) {
        TenantDirectory known = directory.getIfAvailable();
        if (known == null) {
            throw new RowhouseException("Finding the tenant for " + work + ": \"" + name
                    + "\" is no UUID, and there is no TenantDirectory to look it up in. Add a bean of that type.");
        }
        Tenant tenant = known.findByName(name.toLowerCase(Locale.ROOT))
                .orElseThrow(() -> new MissingTenantException("Finding the tenant for " + work
                        + ": the TenantDirectory knows no \"" + name + "\". Pass the name of a tenant."));
        if (tenant.status() != Tenant.Status.ACTIVE) {
            throw new RefusedTenantException("Finding the tenant for " + work + ": tenant " + tenant.id() + " is "
                    + tenant.status() + ". Nothing is done for it until it is active again.");
        }
        return tenant.id();
    }
}
