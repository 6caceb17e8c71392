package dev.rowhouse.testkit.archunit;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaMember;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a rule found.
 *
 * @param type the class it was found in, or null if it concerns all of them
 * @param text what was found, and where
 */
record Finding(@Nullable JavaClass type, String text) {
    static Finding in(JavaClass type, String what) {
        return new Finding(type, type.getName() + " " + what + " in " + type.getSourceCodeLocation());
    }

    static Finding at(JavaMember member, String what) {
        return new Finding(
                member.getOwner(),
                member.getOwner().getName() + "." + member.getName() + " " + what + " in "
                        + member.getSourceCodeLocation());
    }

    static Finding at(JavaCodeUnitAccess<?> access) {
        return at(access, "");
    }

    static Finding at(JavaCodeUnitAccess<?> access, String what) {
        JavaClass owner = access.getTargetOwner();
        String name = access.getTarget().getName();
        String call = name.equals("<init>") ? "creates a " + nameOf(owner) : "calls " + nameOf(owner) + "." + name;
        return new Finding(
                access.getOriginOwner(),
                access.getOriginOwner().getName() + "." + access.getOrigin().getName() + " " + call + what + " in "
                        + access.getSourceCodeLocation());
    }

    /** Returns a name for a class that may have none. */
    private static String nameOf(JavaClass type) {
        return type.isAnonymousClass()
                ? type.getRawSuperclass().map(JavaClass::getSimpleName).orElse("class")
                : type.getSimpleName();
    }

    static Finding everywhere(String text) {
        return new Finding(null, text);
    }
}
