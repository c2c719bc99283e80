-- What passes from hand to hand between hospitals, agencies and the national centre. Dated facts: see ARCHITECTURE.md.

-- Requests to create, transform or close a post.
CREATE TABLE requests (
    id TEXT NOT NULL PRIMARY KEY,
    subject_id TEXT NOT NULL,
    establishment_id TEXT,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP NOT NULL,
    change_id TEXT NOT NULL,
    superseded_by TEXT,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    post_id TEXT,
    motive TEXT NOT NULL,
    text TEXT,
    day DATE NOT NULL,
    post_kind TEXT,
    local_number TEXT,
    discipline TEXT,
    speciality TEXT,
    cnu_section TEXT,
    quotity INTEGER,
    structure_id TEXT,
    attached_to_establishment BOOLEAN NOT NULL,
    funding TEXT,
    sigmed_number TEXT,
    submitted_by TEXT,
    said_motive TEXT,
    said TEXT,
    -- A statement holds on at least one day.
    CONSTRAINT requests_period CHECK (valid_from < valid_to),
    -- What is superseded was known for a while.
    CONSTRAINT requests_knowledge CHECK (recorded_at < superseded_at),
    -- A change supersedes a row exactly when the row is no longer in force.
    CONSTRAINT requests_superseded CHECK ((superseded_by IS NULL) = (superseded_at = '9999-12-31 00:00:00')),
    -- SQLite has no booleans: only false and true are stored.
    CONSTRAINT requests_attached_to_establishment CHECK (attached_to_establishment IN (0, 1)),
    -- Hundredths of a percent, from nothing to full time.
    CONSTRAINT requests_quotity CHECK (quotity BETWEEN 0 AND 10000),
    -- The change that recorded the row exists; checked at commit, because facts are written first.
    CONSTRAINT requests_change FOREIGN KEY (change_id) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED,
    -- The change that superseded the row exists; checked at commit too.
    CONSTRAINT requests_superseding_change FOREIGN KEY (superseded_by) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED
);
-- One statement in force for each day on which a statement starts.
CREATE UNIQUE INDEX requests_in_force ON requests (subject_id, valid_from) WHERE superseded_at = '9999-12-31 00:00:00';
-- The facts of one establishment are read together.
CREATE INDEX requests_by_establishment ON requests (establishment_id, superseded_at);
-- What a change recorded, and what it superseded, is found without reading all that its establishment ever had.
CREATE INDEX requests_by_change ON requests (change_id, subject_id);
CREATE INDEX requests_by_superseding ON requests (superseded_by, subject_id) WHERE superseded_by IS NOT NULL;
-- What has been said is never changed.
CREATE TRIGGER requests_unchanged BEFORE UPDATE OF
        id, subject_id, establishment_id, valid_from, valid_to, recorded_at, change_id, kind, state, post_id,
        motive, text, day, post_kind, local_number, discipline, speciality, cnu_section, quotity,
        structure_id, attached_to_establishment, funding, sigmed_number, submitted_by, said_motive, said
    ON requests
BEGIN SELECT RAISE(ABORT, 'requests: a recorded fact is never changed'); END;
-- A row is superseded once, by one change.
CREATE TRIGGER requests_superseded_once BEFORE UPDATE OF superseded_at, superseded_by ON requests
    WHEN OLD.superseded_at <> '9999-12-31 00:00:00'
BEGIN SELECT RAISE(ABORT, 'requests: a fact is superseded once'); END;
-- What has been said is never forgotten.
CREATE TRIGGER requests_undeleted BEFORE DELETE ON requests
BEGIN SELECT RAISE(ABORT, 'requests: a recorded fact is never deleted'); END;
