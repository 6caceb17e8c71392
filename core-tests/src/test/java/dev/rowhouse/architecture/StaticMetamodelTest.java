package dev.rowhouse.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.persistence.MappedSuperclass;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The metamodels that processors generate for entities extend those of mapped superclasses, which therefore must be in the same
 * jar. To those of embeddables they do not refer.
 */
class StaticMetamodelTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.rowhouse.hibernate");

    @MappedSuperclass
    static class Planted {
        String name = "";
    }

    @Test
    void superclasses_have_the_metamodels_of_persistence_and_data() {
        List<Class<?>> mapped = CORE.stream()
                .filter(type -> type.isAnnotatedWith(MappedSuperclass.class))
                .<Class<?>>map(JavaClass::reflect)
                .toList();

        assertThat(mapped).isNotEmpty();
        assertThat(mapped.stream().flatMap(StaticMetamodelTest::missing)).isEmpty();
    }

    @Test
    void a_missing_one_is_found() {
        assertThat(missing(Planted.class))
                .hasSize(2)
                .allSatisfy(each -> assertThat(each).contains("name"));
    }

    private static Stream<String> missing(Class<?> mapped) {
        String inPackage = mapped.getPackageName() + ".";
        List<String> missing = new ArrayList<>();
        for (String metamodel :
                List.of(inPackage + mapped.getSimpleName() + "_", inPackage + "_" + mapped.getSimpleName())) {
            for (Field attribute : mapped.getDeclaredFields()) {
                if (!Modifier.isStatic(attribute.getModifiers()) && !has(metamodel, attribute.getName())) {
                    missing.add(metamodel + "." + attribute.getName());
                }
            }
        }
        return missing.stream();
    }

    private static boolean has(String type, String field) {
        try {
            return Modifier.isPublic(Class.forName(type).getField(field).getModifiers());
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
