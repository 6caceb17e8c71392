package dev.rowhouse.testkit.spring;

import dev.rowhouse.TenantContext;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.support.AbstractTestExecutionListener;

/** Binds the tenant of a test before Spring begins its transaction, and takes it away when that is over. */
final class WithTenantListener extends AbstractTestExecutionListener {
    /** Spring's transactions have 4000. */
    private static final int ORDER = 3900;

    private static final String SCOPE = WithTenantListener.class.getName() + ".scope";

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public void beforeTestMethod(TestContext testContext) {
        WithTenant tenant = asked(testContext);
        if (tenant != null) {
            UUID id = TenantNames.idOf(tenant.value(), testContext::getApplicationContext);
            TenantContext context = TenantContext.of(id);
            testContext.setAttribute(
                    SCOPE, (tenant.actor().isEmpty() ? context : context.withActor(tenant.actor())).open());
        }
    }

    @Override
    public void afterTestMethod(TestContext testContext) {
        if (testContext.removeAttribute(SCOPE) instanceof TenantContext.Scope scope) {
            scope.close();
        }
    }

    private static @Nullable WithTenant asked(TestContext testContext) {
        WithTenant ofMethod = AnnotatedElementUtils.findMergedAnnotation(testContext.getTestMethod(), WithTenant.class);
        return ofMethod != null
                ? ofMethod
                : TestContextAnnotationUtils.findMergedAnnotation(testContext.getTestClass(), WithTenant.class);
    }
}
