package dev.rowhouse.spring.web;

import jakarta.servlet.http.HttpServletRequest;

/** Says which requests work without a tenant. */
@FunctionalInterface
interface Exemption {
    boolean isWithoutTenant(HttpServletRequest request);
}
