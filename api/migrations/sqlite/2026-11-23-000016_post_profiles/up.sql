-- Profiles of posts: one thing for each edition, and the documents that go with them. Dated facts: see ARCHITECTURE.md.

-- Editions of the profiles of posts.
CREATE TABLE post_profiles (
    id TEXT NOT NULL PRIMARY KEY,
    subject_id TEXT NOT NULL,
    establishment_id TEXT,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP NOT NULL,
    change_id TEXT NOT NULL,
    superseded_by TEXT,
    post_id TEXT NOT NULL,
    edition INTEGER NOT NULL,
    state TEXT NOT NULL,
    speciality TEXT,
    post_position TEXT,
    quotity INTEGER,
    skills TEXT,
    on_call TEXT,
    place TEXT,
    means TEXT,
    vacancy_reason TEXT,
    vacant_from DATE,
    team TEXT,
    diplomas TEXT,
    non_clinical_time INTEGER,
    shared_time TEXT,
    ght_activity TEXT,
    exclusivity_allowance BOOLEAN,
    private_practice BOOLEAN,
    contacts TEXT NOT NULL,
    document TEXT,
    written_by TEXT NOT NULL,
    approval TEXT,
    -- A statement holds on at least one day.
    CONSTRAINT post_profiles_period CHECK (valid_from < valid_to),
    -- What is superseded was known for a while.
    CONSTRAINT post_profiles_knowledge CHECK (recorded_at < superseded_at),
    -- A change supersedes a row exactly when the row is no longer in force.
    CONSTRAINT post_profiles_superseded CHECK ((superseded_by IS NULL) = (superseded_at = '9999-12-31 00:00:00')),
    -- Editions are numbered from one.
    CONSTRAINT post_profiles_edition CHECK (edition BETWEEN 1 AND 10000),
    -- An edition is written, then in force, then replaced.
    CONSTRAINT post_profiles_state CHECK (state IN ('draft', 'approved', 'superseded')),
    -- Hundredths of a percent, from nothing to full time.
    CONSTRAINT post_profiles_quotity CHECK (quotity BETWEEN 0 AND 10000),
    -- The same for the part of it that is not clinical.
    CONSTRAINT post_profiles_non_clinical_time CHECK (non_clinical_time BETWEEN 0 AND 10000),
    -- SQLite has no booleans: only false and true are stored.
    CONSTRAINT post_profiles_exclusivity_allowance CHECK (exclusivity_allowance IN (0, 1)),
    -- The same.
    CONSTRAINT post_profiles_private_practice CHECK (private_practice IN (0, 1)),
    -- The change that recorded the row exists; checked at commit, because facts are written first.
    CONSTRAINT post_profiles_change FOREIGN KEY (change_id) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED,
    -- The change that superseded the row exists; checked at commit too.
    CONSTRAINT post_profiles_superseding_change FOREIGN KEY (superseded_by) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED
);
-- One statement in force for each day on which a statement starts.
CREATE UNIQUE INDEX post_profiles_in_force ON post_profiles (subject_id, valid_from) WHERE superseded_at = '9999-12-31 00:00:00';
-- The facts of one establishment are read together.
CREATE INDEX post_profiles_by_establishment ON post_profiles (establishment_id, superseded_at);
-- The editions of one post are read together.
CREATE INDEX post_profiles_by_post ON post_profiles (post_id);
-- The whole past of one thing is read together.
CREATE INDEX post_profiles_by_subject ON post_profiles (subject_id);
-- What a change recorded is found without reading all that its establishment ever had.
CREATE INDEX post_profiles_by_change ON post_profiles (change_id, subject_id);
-- The same for what it superseded.
CREATE INDEX post_profiles_by_superseding ON post_profiles (superseded_by, subject_id) WHERE superseded_by IS NOT NULL;
-- What has been said is never changed.
CREATE TRIGGER post_profiles_unchanged BEFORE UPDATE OF
        id, subject_id, establishment_id, valid_from, valid_to, recorded_at, change_id, post_id, edition, state,
        speciality, post_position, quotity, skills, on_call, place, means, vacancy_reason, vacant_from, team,
        diplomas, non_clinical_time, shared_time, ght_activity, exclusivity_allowance, private_practice,
        contacts, document, written_by, approval
    ON post_profiles
BEGIN SELECT RAISE(ABORT, 'post_profiles: a recorded fact is never changed'); END;
-- A row is superseded once, by one change.
CREATE TRIGGER post_profiles_superseded_once BEFORE UPDATE OF superseded_at, superseded_by ON post_profiles
    WHEN OLD.superseded_at <> '9999-12-31 00:00:00'
BEGIN SELECT RAISE(ABORT, 'post_profiles: a fact is superseded once'); END;
-- What has been said is never forgotten.
CREATE TRIGGER post_profiles_undeleted BEFORE DELETE ON post_profiles
BEGIN SELECT RAISE(ABORT, 'post_profiles: a recorded fact is never deleted'); END;

-- The documents of editions, compressed and encrypted in parts; the key is not in the database. An edition names its document
-- for ever, so that it stays.
CREATE TABLE post_documents (
    document_id TEXT NOT NULL,
    part INTEGER NOT NULL,
    key_id TEXT NOT NULL,
    bytes BLOB NOT NULL,
    -- Parts of a document are numbered; each is stored once.
    PRIMARY KEY (document_id, part),
    -- Parts are numbered from zero.
    CONSTRAINT post_documents_part CHECK (part >= 0)
);
-- What was published is never changed.
CREATE TRIGGER post_documents_unchanged BEFORE UPDATE ON post_documents
BEGIN SELECT RAISE(ABORT, 'post_documents: a kept document is never changed'); END;
-- Nor removed.
CREATE TRIGGER post_documents_undeleted BEFORE DELETE ON post_documents
BEGIN SELECT RAISE(ABORT, 'post_documents: a kept document is never deleted'); END;
