package dev.rowhouse.peers.ebean.speed;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** A visit to change. */
@Entity
@Table(name = "changed_visit")
public class ChangedVisit extends AnyVisit {}
