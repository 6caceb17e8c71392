package dev.rowhouse.samples.petcare.api;

import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Problem details for requests that reach no endpoint: unknown paths, methods that nothing answers. */
@RestControllerAdvice
class OtherFailures extends ResponseEntityExceptionHandler {}
