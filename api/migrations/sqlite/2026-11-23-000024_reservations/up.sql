-- Time of posts kept for somebody to come. Dated facts: see ARCHITECTURE.md.
CREATE TABLE reservations (
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
    state TEXT NOT NULL,
    reserved_from DATE NOT NULL,
    quotity INTEGER NOT NULL,
    motive TEXT NOT NULL,
    text TEXT,
    practitioner_id TEXT,
    said TEXT,
    -- A statement holds on at least one day.
    CONSTRAINT reservations_period CHECK (valid_from < valid_to),
    -- What is superseded was known for a while.
    CONSTRAINT reservations_knowledge CHECK (recorded_at < superseded_at),
    -- A change supersedes a row exactly when the row is no longer in force.
    CONSTRAINT reservations_superseded CHECK ((superseded_by IS NULL) = (superseded_at = '9999-12-31 00:00:00')),
    -- Hundredths of a percent, from nothing to full time.
    CONSTRAINT reservations_quotity CHECK (quotity BETWEEN 0 AND 10000),
    -- The change that recorded the row exists; checked at commit, because facts are written first.
    CONSTRAINT reservations_change FOREIGN KEY (change_id) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED,
    -- The change that superseded the row exists; checked at commit too.
    CONSTRAINT reservations_superseding_change FOREIGN KEY (superseded_by) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED
);
-- One statement in force for each day on which a statement starts.
CREATE UNIQUE INDEX reservations_in_force ON reservations (subject_id, valid_from) WHERE superseded_at = '9999-12-31 00:00:00';
-- The facts of one establishment are read together.
CREATE INDEX reservations_by_establishment ON reservations (establishment_id, superseded_at);
-- The reservations of one post are read together.
CREATE INDEX reservations_by_post ON reservations (post_id, superseded_at);
-- What a change recorded, and what it superseded, is found without reading all that its establishment ever had.
CREATE INDEX reservations_by_change ON reservations (change_id, subject_id);
CREATE INDEX reservations_by_superseding ON reservations (superseded_by, subject_id) WHERE superseded_by IS NOT NULL;
-- What has been said is never changed.
CREATE TRIGGER reservations_unchanged BEFORE UPDATE OF
        id, subject_id, establishment_id, valid_from, valid_to, recorded_at, change_id, post_id, state,
        reserved_from, quotity, motive, text, practitioner_id, said
    ON reservations
BEGIN SELECT RAISE(ABORT, 'reservations: a recorded fact is never changed'); END;
-- A row is superseded once, by one change.
CREATE TRIGGER reservations_superseded_once BEFORE UPDATE OF superseded_at, superseded_by ON reservations
    WHEN OLD.superseded_at <> '9999-12-31 00:00:00'
BEGIN SELECT RAISE(ABORT, 'reservations: a fact is superseded once'); END;
-- What has been said is never forgotten.
CREATE TRIGGER reservations_undeleted BEFORE DELETE ON reservations
BEGIN SELECT RAISE(ABORT, 'reservations: a recorded fact is never deleted'); END;
