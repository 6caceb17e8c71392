package dev.rowhouse.testkit.archunit.planted;

import dev.rowhouse.SharedTable;
import dev.rowhouse.testkit.archunit.planted.Entities.Base;
import dev.rowhouse.testkit.archunit.planted.Entities.Country;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OneToOne;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.annotations.Any;
import org.hibernate.annotations.Fetch;
import org.hibernate.annotations.FetchMode;
import org.hibernate.annotations.NotFound;

/** Associations between entities. */
public final class Associations {
    private Associations() {}

    @Entity
    public static class Owner extends Base {
        @OneToMany(mappedBy = "owner")
        List<Lazy> pets;

        @OneToMany
        @JoinColumn(name = "owner_id")
        List<Lazy> others;
    }

    @Entity
    public static class Lazy extends Base {
        @ManyToOne(fetch = FetchType.LAZY)
        Owner owner;

        @OneToOne(fetch = FetchType.LAZY)
        Owner keeper;

        @Any(fetch = FetchType.LAZY)
        Object anything;

        @Fetch(FetchMode.SELECT)
        @ManyToOne(fetch = FetchType.LAZY)
        Owner vet;
    }

    @Entity
    public static class ByDefault extends Base {
        @ManyToOne
        Owner owner;
    }

    @Entity
    public static class Eager extends Base {
        private Owner owner;

        @OneToOne(fetch = FetchType.EAGER)
        public Owner getOwner() {
            return owner;
        }

        public void setOwner(Owner owner) {
            this.owner = owner;
        }
    }

    @Entity
    public static class AnyEager extends Base {
        @Any
        Object anything;
    }

    @Entity
    public static class Joined extends Base {
        @Fetch(FetchMode.JOIN)
        @ManyToOne(fetch = FetchType.LAZY)
        Owner owner;
    }

    @Entity
    public static class Missing extends Base {
        @NotFound
        @ManyToOne(fetch = FetchType.LAZY)
        Owner owner;
    }

    @Entity
    public static class Treatment extends Base {
        @ManyToMany
        Set<Owner> owners;
    }

    @Entity
    public static class Stay extends Base {
        @OneToMany
        Map<String, Owner> owners;
    }

    @Entity
    public static class Visit extends Base {
        @JoinTable(name = "visit_owner")
        @ManyToOne(fetch = FetchType.LAZY)
        Owner owner;
    }

    @Entity
    public static class Traveller extends Base {
        @ManyToMany
        Set<Country> countries;
    }

    @SharedTable(reason = "a list of the world's regions")
    @Entity
    public static class Region {
        @Id
        String code;

        @ManyToMany
        Set<Country> countries;

        @ManyToMany(targetEntity = Country.class)
        Set<?> others;
    }
}
