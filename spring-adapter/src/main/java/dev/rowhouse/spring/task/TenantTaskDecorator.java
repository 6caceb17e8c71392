package dev.rowhouse.spring.task;

import dev.rowhouse.TenantContext;
import org.springframework.core.task.TaskDecorator;

/** Takes the context of whoever hands a task over to the thread that runs it. Spring Boot gives it to its executors. */
final class TenantTaskDecorator implements TaskDecorator {
    @Override
    public Runnable decorate(Runnable runnable) {
        return TenantContext.current().map(context -> context.wrap(runnable)).orElse(runnable);
    }
}
