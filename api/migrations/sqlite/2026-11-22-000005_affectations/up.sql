-- What people do, and where. Dated facts: see ARCHITECTURE.md.

-- Time of people in structures.
CREATE TABLE affectations (
    id TEXT NOT NULL PRIMARY KEY,
    subject_id TEXT NOT NULL,
    establishment_id TEXT,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP NOT NULL,
    change_id TEXT NOT NULL,
    superseded_by TEXT,
    practitioner_id TEXT NOT NULL,
    status TEXT NOT NULL,
    rank TEXT NOT NULL,
    service_id TEXT,
    unit_id TEXT,
    post_id TEXT,
    quotity INTEGER NOT NULL,
    convention TEXT,
    partner TEXT,
    -- A statement holds on at least one day.
    CONSTRAINT affectations_period CHECK (valid_from < valid_to),
    -- What is superseded was known for a while.
    CONSTRAINT affectations_knowledge CHECK (recorded_at < superseded_at),
    -- A change supersedes a row exactly when the row is no longer in force.
    CONSTRAINT affectations_superseded CHECK ((superseded_by IS NULL) = (superseded_at = '9999-12-31 00:00:00')),
    -- An affectation is the main one or a secondary one.
    CONSTRAINT affectations_rank CHECK (rank IN ('main', 'secondary')),
    -- Hundredths of a percent, from nothing to full time.
    CONSTRAINT affectations_quotity CHECK (quotity BETWEEN 0 AND 10000),
    -- The change that recorded the row exists; checked at commit, because facts are written first.
    CONSTRAINT affectations_change FOREIGN KEY (change_id) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED,
    -- The change that superseded the row exists; checked at commit too.
    CONSTRAINT affectations_superseding_change FOREIGN KEY (superseded_by) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED
);
-- One statement in force for each day on which a statement starts.
CREATE UNIQUE INDEX affectations_in_force ON affectations (subject_id, valid_from) WHERE superseded_at = '9999-12-31 00:00:00';
-- The facts of one establishment are read together.
CREATE INDEX affectations_by_establishment ON affectations (establishment_id, superseded_at);
-- What has been said is never changed.
CREATE TRIGGER affectations_unchanged BEFORE UPDATE OF
        id, subject_id, establishment_id, valid_from, valid_to, recorded_at, change_id, practitioner_id,
        status, rank, service_id, unit_id, post_id, quotity, convention, partner
    ON affectations
BEGIN SELECT RAISE(ABORT, 'affectations: a recorded fact is never changed'); END;
-- A row is superseded once, by one change.
CREATE TRIGGER affectations_superseded_once BEFORE UPDATE OF superseded_at, superseded_by ON affectations
    WHEN OLD.superseded_at <> '9999-12-31 00:00:00'
BEGIN SELECT RAISE(ABORT, 'affectations: a fact is superseded once'); END;
-- What has been said is never forgotten.
CREATE TRIGGER affectations_undeleted BEFORE DELETE ON affectations
BEGIN SELECT RAISE(ABORT, 'affectations: a recorded fact is never deleted'); END;

-- Time given to, or received from, another establishment.
CREATE TABLE conventions (
    id TEXT NOT NULL PRIMARY KEY,
    subject_id TEXT NOT NULL,
    establishment_id TEXT,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP NOT NULL,
    change_id TEXT NOT NULL,
    superseded_by TEXT,
    practitioner_id TEXT NOT NULL,
    status TEXT NOT NULL,
    number TEXT NOT NULL,
    partner TEXT NOT NULL,
    direction TEXT NOT NULL,
    quotity INTEGER NOT NULL,
    -- A statement holds on at least one day.
    CONSTRAINT conventions_period CHECK (valid_from < valid_to),
    -- What is superseded was known for a while.
    CONSTRAINT conventions_knowledge CHECK (recorded_at < superseded_at),
    -- A change supersedes a row exactly when the row is no longer in force.
    CONSTRAINT conventions_superseded CHECK ((superseded_by IS NULL) = (superseded_at = '9999-12-31 00:00:00')),
    -- Shared time goes out or comes in.
    CONSTRAINT conventions_direction CHECK (direction IN ('outgoing', 'incoming')),
    -- Hundredths of a percent, from nothing to full time.
    CONSTRAINT conventions_quotity CHECK (quotity BETWEEN 0 AND 10000),
    -- The change that recorded the row exists; checked at commit, because facts are written first.
    CONSTRAINT conventions_change FOREIGN KEY (change_id) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED,
    -- The change that superseded the row exists; checked at commit too.
    CONSTRAINT conventions_superseding_change FOREIGN KEY (superseded_by) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED
);
-- One statement in force for each day on which a statement starts.
CREATE UNIQUE INDEX conventions_in_force ON conventions (subject_id, valid_from) WHERE superseded_at = '9999-12-31 00:00:00';
-- The facts of one establishment are read together.
CREATE INDEX conventions_by_establishment ON conventions (establishment_id, superseded_at);
-- What has been said is never changed.
CREATE TRIGGER conventions_unchanged BEFORE UPDATE OF
        id, subject_id, establishment_id, valid_from, valid_to, recorded_at, change_id, practitioner_id,
        status, number, partner, direction, quotity
    ON conventions
BEGIN SELECT RAISE(ABORT, 'conventions: a recorded fact is never changed'); END;
-- A row is superseded once, by one change.
CREATE TRIGGER conventions_superseded_once BEFORE UPDATE OF superseded_at, superseded_by ON conventions
    WHEN OLD.superseded_at <> '9999-12-31 00:00:00'
BEGIN SELECT RAISE(ABORT, 'conventions: a fact is superseded once'); END;
-- What has been said is never forgotten.
CREATE TRIGGER conventions_undeleted BEFORE DELETE ON conventions
BEGIN SELECT RAISE(ABORT, 'conventions: a recorded fact is never deleted'); END;

-- Heads of poles and services.
CREATE TABLE headships (
    id TEXT NOT NULL PRIMARY KEY,
    subject_id TEXT NOT NULL,
    establishment_id TEXT,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP NOT NULL,
    change_id TEXT NOT NULL,
    superseded_by TEXT,
    practitioner_id TEXT NOT NULL,
    structure_id TEXT NOT NULL,
    function TEXT NOT NULL,
    -- A statement holds on at least one day.
    CONSTRAINT headships_period CHECK (valid_from < valid_to),
    -- What is superseded was known for a while.
    CONSTRAINT headships_knowledge CHECK (recorded_at < superseded_at),
    -- A change supersedes a row exactly when the row is no longer in force.
    CONSTRAINT headships_superseded CHECK ((superseded_by IS NULL) = (superseded_at = '9999-12-31 00:00:00')),
    -- The change that recorded the row exists; checked at commit, because facts are written first.
    CONSTRAINT headships_change FOREIGN KEY (change_id) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED,
    -- The change that superseded the row exists; checked at commit too.
    CONSTRAINT headships_superseding_change FOREIGN KEY (superseded_by) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED
);
-- One statement in force for each day on which a statement starts.
CREATE UNIQUE INDEX headships_in_force ON headships (subject_id, valid_from) WHERE superseded_at = '9999-12-31 00:00:00';
-- The facts of one establishment are read together.
CREATE INDEX headships_by_establishment ON headships (establishment_id, superseded_at);
-- What has been said is never changed.
CREATE TRIGGER headships_unchanged BEFORE UPDATE OF
        id, subject_id, establishment_id, valid_from, valid_to, recorded_at, change_id, practitioner_id,
        structure_id, function
    ON headships
BEGIN SELECT RAISE(ABORT, 'headships: a recorded fact is never changed'); END;
-- A row is superseded once, by one change.
CREATE TRIGGER headships_superseded_once BEFORE UPDATE OF superseded_at, superseded_by ON headships
    WHEN OLD.superseded_at <> '9999-12-31 00:00:00'
BEGIN SELECT RAISE(ABORT, 'headships: a fact is superseded once'); END;
-- What has been said is never forgotten.
CREATE TRIGGER headships_undeleted BEFORE DELETE ON headships
BEGIN SELECT RAISE(ABORT, 'headships: a recorded fact is never deleted'); END;
