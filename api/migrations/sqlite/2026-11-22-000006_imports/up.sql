-- How files are read. Dated facts: see ARCHITECTURE.md.

-- Local codes and their national meaning.
CREATE TABLE code_mappings (
    id TEXT NOT NULL PRIMARY KEY,
    subject_id TEXT NOT NULL,
    establishment_id TEXT,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP NOT NULL,
    change_id TEXT NOT NULL,
    superseded_by TEXT,
    domain TEXT NOT NULL,
    local_code TEXT NOT NULL,
    local_label TEXT,
    national_code TEXT NOT NULL,
    motive TEXT,
    -- A statement holds on at least one day.
    CONSTRAINT code_mappings_period CHECK (valid_from < valid_to),
    -- What is superseded was known for a while.
    CONSTRAINT code_mappings_knowledge CHECK (recorded_at < superseded_at),
    -- A change supersedes a row exactly when the row is no longer in force.
    CONSTRAINT code_mappings_superseded CHECK ((superseded_by IS NULL) = (superseded_at = '9999-12-31 00:00:00')),
    -- The change that recorded the row exists; checked at commit, because facts are written first.
    CONSTRAINT code_mappings_change FOREIGN KEY (change_id) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED,
    -- The change that superseded the row exists; checked at commit too.
    CONSTRAINT code_mappings_superseding_change FOREIGN KEY (superseded_by) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED
);
-- One statement in force for each day on which a statement starts.
CREATE UNIQUE INDEX code_mappings_in_force ON code_mappings (subject_id, valid_from) WHERE superseded_at = '9999-12-31 00:00:00';
-- The facts of one establishment are read together.
CREATE INDEX code_mappings_by_establishment ON code_mappings (establishment_id, superseded_at);
-- What has been said is never changed.
CREATE TRIGGER code_mappings_unchanged BEFORE UPDATE OF
        id, subject_id, establishment_id, valid_from, valid_to, recorded_at, change_id, domain, local_code,
        local_label, national_code, motive
    ON code_mappings
BEGIN SELECT RAISE(ABORT, 'code_mappings: a recorded fact is never changed'); END;
-- A row is superseded once, by one change.
CREATE TRIGGER code_mappings_superseded_once BEFORE UPDATE OF superseded_at, superseded_by ON code_mappings
    WHEN OLD.superseded_at <> '9999-12-31 00:00:00'
BEGIN SELECT RAISE(ABORT, 'code_mappings: a fact is superseded once'); END;
-- What has been said is never forgotten.
CREATE TRIGGER code_mappings_undeleted BEFORE DELETE ON code_mappings
BEGIN SELECT RAISE(ABORT, 'code_mappings: a recorded fact is never deleted'); END;

-- How the files of an establishment are read.
CREATE TABLE import_profiles (
    id TEXT NOT NULL PRIMARY KEY,
    subject_id TEXT NOT NULL,
    establishment_id TEXT,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP NOT NULL,
    change_id TEXT NOT NULL,
    superseded_by TEXT,
    name TEXT NOT NULL,
    definition TEXT NOT NULL,
    -- A statement holds on at least one day.
    CONSTRAINT import_profiles_period CHECK (valid_from < valid_to),
    -- What is superseded was known for a while.
    CONSTRAINT import_profiles_knowledge CHECK (recorded_at < superseded_at),
    -- A change supersedes a row exactly when the row is no longer in force.
    CONSTRAINT import_profiles_superseded CHECK ((superseded_by IS NULL) = (superseded_at = '9999-12-31 00:00:00')),
    -- The change that recorded the row exists; checked at commit, because facts are written first.
    CONSTRAINT import_profiles_change FOREIGN KEY (change_id) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED,
    -- The change that superseded the row exists; checked at commit too.
    CONSTRAINT import_profiles_superseding_change FOREIGN KEY (superseded_by) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED
);
-- One statement in force for each day on which a statement starts.
CREATE UNIQUE INDEX import_profiles_in_force ON import_profiles (subject_id, valid_from) WHERE superseded_at = '9999-12-31 00:00:00';
-- The facts of one establishment are read together.
CREATE INDEX import_profiles_by_establishment ON import_profiles (establishment_id, superseded_at);
-- What has been said is never changed.
CREATE TRIGGER import_profiles_unchanged BEFORE UPDATE OF
        id, subject_id, establishment_id, valid_from, valid_to, recorded_at, change_id, name, definition
    ON import_profiles
BEGIN SELECT RAISE(ABORT, 'import_profiles: a recorded fact is never changed'); END;
-- A row is superseded once, by one change.
CREATE TRIGGER import_profiles_superseded_once BEFORE UPDATE OF superseded_at, superseded_by ON import_profiles
    WHEN OLD.superseded_at <> '9999-12-31 00:00:00'
BEGIN SELECT RAISE(ABORT, 'import_profiles: a fact is superseded once'); END;
-- What has been said is never forgotten.
CREATE TRIGGER import_profiles_undeleted BEFORE DELETE ON import_profiles
BEGIN SELECT RAISE(ABORT, 'import_profiles: a recorded fact is never deleted'); END;
