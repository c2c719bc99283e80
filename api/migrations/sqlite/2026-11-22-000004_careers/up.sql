-- People and their careers. Dated facts: see ARCHITECTURE.md.

-- People as an establishment knows them.
CREATE TABLE practitioners (
    id TEXT NOT NULL PRIMARY KEY,
    subject_id TEXT NOT NULL,
    establishment_id TEXT,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP NOT NULL,
    change_id TEXT NOT NULL,
    superseded_by TEXT,
    person_id TEXT NOT NULL,
    matricule TEXT NOT NULL,
    rpps TEXT,
    birth_name TEXT NOT NULL,
    usual_name TEXT NOT NULL,
    first_names TEXT NOT NULL,
    sex TEXT,
    birth_date DATE,
    speciality TEXT,
    exit_reason TEXT,
    diplomas TEXT NOT NULL,
    -- A statement holds on at least one day.
    CONSTRAINT practitioners_period CHECK (valid_from < valid_to),
    -- What is superseded was known for a while.
    CONSTRAINT practitioners_knowledge CHECK (recorded_at < superseded_at),
    -- A change supersedes a row exactly when the row is no longer in force.
    CONSTRAINT practitioners_superseded CHECK ((superseded_by IS NULL) = (superseded_at = '9999-12-31 00:00:00')),
    -- The change that recorded the row exists; checked at commit, because facts are written first.
    CONSTRAINT practitioners_change FOREIGN KEY (change_id) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED,
    -- The change that superseded the row exists; checked at commit too.
    CONSTRAINT practitioners_superseding_change FOREIGN KEY (superseded_by) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED
);
-- One statement in force for each day on which a statement starts.
CREATE UNIQUE INDEX practitioners_in_force ON practitioners (subject_id, valid_from) WHERE superseded_at = '9999-12-31 00:00:00';
-- The facts of one establishment are read together.
CREATE INDEX practitioners_by_establishment ON practitioners (establishment_id, superseded_at);
-- What has been said is never changed.
CREATE TRIGGER practitioners_unchanged BEFORE UPDATE OF
        id, subject_id, establishment_id, valid_from, valid_to, recorded_at, change_id, person_id, matricule,
        rpps, birth_name, usual_name, first_names, sex, birth_date, speciality, exit_reason, diplomas
    ON practitioners
BEGIN SELECT RAISE(ABORT, 'practitioners: a recorded fact is never changed'); END;
-- A row is superseded once, by one change.
CREATE TRIGGER practitioners_superseded_once BEFORE UPDATE OF superseded_at, superseded_by ON practitioners
    WHEN OLD.superseded_at <> '9999-12-31 00:00:00'
BEGIN SELECT RAISE(ABORT, 'practitioners: a fact is superseded once'); END;
-- What has been said is never forgotten.
CREATE TRIGGER practitioners_undeleted BEFORE DELETE ON practitioners
BEGIN SELECT RAISE(ABORT, 'practitioners: a recorded fact is never deleted'); END;

-- Employments under a status.
CREATE TABLE statuses (
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
    local_code TEXT,
    quotity INTEGER,
    employer TEXT,
    -- A statement holds on at least one day.
    CONSTRAINT statuses_period CHECK (valid_from < valid_to),
    -- What is superseded was known for a while.
    CONSTRAINT statuses_knowledge CHECK (recorded_at < superseded_at),
    -- A change supersedes a row exactly when the row is no longer in force.
    CONSTRAINT statuses_superseded CHECK ((superseded_by IS NULL) = (superseded_at = '9999-12-31 00:00:00')),
    -- Hundredths of a percent, from nothing to full time.
    CONSTRAINT statuses_quotity CHECK (quotity BETWEEN 0 AND 10000),
    -- The change that recorded the row exists; checked at commit, because facts are written first.
    CONSTRAINT statuses_change FOREIGN KEY (change_id) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED,
    -- The change that superseded the row exists; checked at commit too.
    CONSTRAINT statuses_superseding_change FOREIGN KEY (superseded_by) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED
);
-- One statement in force for each day on which a statement starts.
CREATE UNIQUE INDEX statuses_in_force ON statuses (subject_id, valid_from) WHERE superseded_at = '9999-12-31 00:00:00';
-- The facts of one establishment are read together.
CREATE INDEX statuses_by_establishment ON statuses (establishment_id, superseded_at);
-- What has been said is never changed.
CREATE TRIGGER statuses_unchanged BEFORE UPDATE OF
        id, subject_id, establishment_id, valid_from, valid_to, recorded_at, change_id, practitioner_id,
        status, local_code, quotity, employer
    ON statuses
BEGIN SELECT RAISE(ABORT, 'statuses: a recorded fact is never changed'); END;
-- A row is superseded once, by one change.
CREATE TRIGGER statuses_superseded_once BEFORE UPDATE OF superseded_at, superseded_by ON statuses
    WHEN OLD.superseded_at <> '9999-12-31 00:00:00'
BEGIN SELECT RAISE(ABORT, 'statuses: a fact is superseded once'); END;
-- What has been said is never forgotten.
CREATE TRIGGER statuses_undeleted BEFORE DELETE ON statuses
BEGIN SELECT RAISE(ABORT, 'statuses: a recorded fact is never deleted'); END;

-- Steps of a career.
CREATE TABLE steps (
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
    step TEXT NOT NULL,
    -- A statement holds on at least one day.
    CONSTRAINT steps_period CHECK (valid_from < valid_to),
    -- What is superseded was known for a while.
    CONSTRAINT steps_knowledge CHECK (recorded_at < superseded_at),
    -- A change supersedes a row exactly when the row is no longer in force.
    CONSTRAINT steps_superseded CHECK ((superseded_by IS NULL) = (superseded_at = '9999-12-31 00:00:00')),
    -- The change that recorded the row exists; checked at commit, because facts are written first.
    CONSTRAINT steps_change FOREIGN KEY (change_id) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED,
    -- The change that superseded the row exists; checked at commit too.
    CONSTRAINT steps_superseding_change FOREIGN KEY (superseded_by) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED
);
-- One statement in force for each day on which a statement starts.
CREATE UNIQUE INDEX steps_in_force ON steps (subject_id, valid_from) WHERE superseded_at = '9999-12-31 00:00:00';
-- The facts of one establishment are read together.
CREATE INDEX steps_by_establishment ON steps (establishment_id, superseded_at);
-- What has been said is never changed.
CREATE TRIGGER steps_unchanged BEFORE UPDATE OF
        id, subject_id, establishment_id, valid_from, valid_to, recorded_at, change_id, practitioner_id, step
    ON steps
BEGIN SELECT RAISE(ABORT, 'steps: a recorded fact is never changed'); END;
-- A row is superseded once, by one change.
CREATE TRIGGER steps_superseded_once BEFORE UPDATE OF superseded_at, superseded_by ON steps
    WHEN OLD.superseded_at <> '9999-12-31 00:00:00'
BEGIN SELECT RAISE(ABORT, 'steps: a fact is superseded once'); END;
-- What has been said is never forgotten.
CREATE TRIGGER steps_undeleted BEFORE DELETE ON steps
BEGIN SELECT RAISE(ABORT, 'steps: a recorded fact is never deleted'); END;

-- Statutory positions other than activity.
CREATE TABLE positions (
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
    code TEXT NOT NULL,
    local_code TEXT,
    granted_from DATE,
    granted_until DATE,
    -- A statement holds on at least one day.
    CONSTRAINT positions_period CHECK (valid_from < valid_to),
    -- What is superseded was known for a while.
    CONSTRAINT positions_knowledge CHECK (recorded_at < superseded_at),
    -- A change supersedes a row exactly when the row is no longer in force.
    CONSTRAINT positions_superseded CHECK ((superseded_by IS NULL) = (superseded_at = '9999-12-31 00:00:00')),
    -- The change that recorded the row exists; checked at commit, because facts are written first.
    CONSTRAINT positions_change FOREIGN KEY (change_id) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED,
    -- The change that superseded the row exists; checked at commit too.
    CONSTRAINT positions_superseding_change FOREIGN KEY (superseded_by) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED
);
-- One statement in force for each day on which a statement starts.
CREATE UNIQUE INDEX positions_in_force ON positions (subject_id, valid_from) WHERE superseded_at = '9999-12-31 00:00:00';
-- The facts of one establishment are read together.
CREATE INDEX positions_by_establishment ON positions (establishment_id, superseded_at);
-- What has been said is never changed.
CREATE TRIGGER positions_unchanged BEFORE UPDATE OF
        id, subject_id, establishment_id, valid_from, valid_to, recorded_at, change_id, practitioner_id, code,
        local_code, granted_from, granted_until
    ON positions
BEGIN SELECT RAISE(ABORT, 'positions: a recorded fact is never changed'); END;
-- A row is superseded once, by one change.
CREATE TRIGGER positions_superseded_once BEFORE UPDATE OF superseded_at, superseded_by ON positions
    WHEN OLD.superseded_at <> '9999-12-31 00:00:00'
BEGIN SELECT RAISE(ABORT, 'positions: a fact is superseded once'); END;
-- What has been said is never forgotten.
CREATE TRIGGER positions_undeleted BEFORE DELETE ON positions
BEGIN SELECT RAISE(ABORT, 'positions: a recorded fact is never deleted'); END;

-- Contracts.
CREATE TABLE contracts (
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
    motive TEXT,
    signed_on DATE,
    quotity INTEGER,
    -- A statement holds on at least one day.
    CONSTRAINT contracts_period CHECK (valid_from < valid_to),
    -- What is superseded was known for a while.
    CONSTRAINT contracts_knowledge CHECK (recorded_at < superseded_at),
    -- A change supersedes a row exactly when the row is no longer in force.
    CONSTRAINT contracts_superseded CHECK ((superseded_by IS NULL) = (superseded_at = '9999-12-31 00:00:00')),
    -- Hundredths of a percent, from nothing to full time.
    CONSTRAINT contracts_quotity CHECK (quotity BETWEEN 0 AND 10000),
    -- The change that recorded the row exists; checked at commit, because facts are written first.
    CONSTRAINT contracts_change FOREIGN KEY (change_id) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED,
    -- The change that superseded the row exists; checked at commit too.
    CONSTRAINT contracts_superseding_change FOREIGN KEY (superseded_by) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED
);
-- One statement in force for each day on which a statement starts.
CREATE UNIQUE INDEX contracts_in_force ON contracts (subject_id, valid_from) WHERE superseded_at = '9999-12-31 00:00:00';
-- The facts of one establishment are read together.
CREATE INDEX contracts_by_establishment ON contracts (establishment_id, superseded_at);
-- What has been said is never changed.
CREATE TRIGGER contracts_unchanged BEFORE UPDATE OF
        id, subject_id, establishment_id, valid_from, valid_to, recorded_at, change_id, practitioner_id,
        status, motive, signed_on, quotity
    ON contracts
BEGIN SELECT RAISE(ABORT, 'contracts: a recorded fact is never changed'); END;
-- A row is superseded once, by one change.
CREATE TRIGGER contracts_superseded_once BEFORE UPDATE OF superseded_at, superseded_by ON contracts
    WHEN OLD.superseded_at <> '9999-12-31 00:00:00'
BEGIN SELECT RAISE(ABORT, 'contracts: a fact is superseded once'); END;
-- What has been said is never forgotten.
CREATE TRIGGER contracts_undeleted BEFORE DELETE ON contracts
BEGIN SELECT RAISE(ABORT, 'contracts: a recorded fact is never deleted'); END;

-- Private practice, exclusivity allowance.
CREATE TABLE exercise_periods (
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
    code TEXT NOT NULL,
    -- A statement holds on at least one day.
    CONSTRAINT exercise_periods_period CHECK (valid_from < valid_to),
    -- What is superseded was known for a while.
    CONSTRAINT exercise_periods_knowledge CHECK (recorded_at < superseded_at),
    -- A change supersedes a row exactly when the row is no longer in force.
    CONSTRAINT exercise_periods_superseded CHECK ((superseded_by IS NULL) = (superseded_at = '9999-12-31 00:00:00')),
    -- The change that recorded the row exists; checked at commit, because facts are written first.
    CONSTRAINT exercise_periods_change FOREIGN KEY (change_id) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED,
    -- The change that superseded the row exists; checked at commit too.
    CONSTRAINT exercise_periods_superseding_change FOREIGN KEY (superseded_by) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED
);
-- One statement in force for each day on which a statement starts.
CREATE UNIQUE INDEX exercise_periods_in_force ON exercise_periods (subject_id, valid_from) WHERE superseded_at = '9999-12-31 00:00:00';
-- The facts of one establishment are read together.
CREATE INDEX exercise_periods_by_establishment ON exercise_periods (establishment_id, superseded_at);
-- What has been said is never changed.
CREATE TRIGGER exercise_periods_unchanged BEFORE UPDATE OF
        id, subject_id, establishment_id, valid_from, valid_to, recorded_at, change_id, practitioner_id, code
    ON exercise_periods
BEGIN SELECT RAISE(ABORT, 'exercise_periods: a recorded fact is never changed'); END;
-- A row is superseded once, by one change.
CREATE TRIGGER exercise_periods_superseded_once BEFORE UPDATE OF superseded_at, superseded_by ON exercise_periods
    WHEN OLD.superseded_at <> '9999-12-31 00:00:00'
BEGIN SELECT RAISE(ABORT, 'exercise_periods: a fact is superseded once'); END;
-- What has been said is never forgotten.
CREATE TRIGGER exercise_periods_undeleted BEFORE DELETE ON exercise_periods
BEGIN SELECT RAISE(ABORT, 'exercise_periods: a recorded fact is never deleted'); END;
