-- Tours de recrutement, lists and posts in them. Dated facts: see ARCHITECTURE.md. Where a tour or a post stands has no check:
-- words are added to workflows, and SQLite changes a check only by making the table again; a word that is not one is refused
-- when it is read.

-- Tours de recrutement, of the nation.
CREATE TABLE tours (
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
    year INTEGER NOT NULL,
    number INTEGER NOT NULL,
    state TEXT NOT NULL,
    calendar TEXT NOT NULL,
    published_at TIMESTAMP,
    reason TEXT,
    -- A year of our calendar.
    CONSTRAINT tours_year CHECK (year BETWEEN 1 AND 9999),
    -- The first of its kind in a year is 1.
    CONSTRAINT tours_number CHECK (number BETWEEN 1 AND 9999),
    -- A statement holds on at least one day.
    CONSTRAINT tours_period CHECK (valid_from < valid_to),
    -- What is superseded was known for a while.
    CONSTRAINT tours_knowledge CHECK (recorded_at < superseded_at),
    -- A change supersedes a row exactly when the row is no longer in force.
    CONSTRAINT tours_superseded CHECK ((superseded_by IS NULL) = (superseded_at = '9999-12-31 00:00:00')),
    -- The change that recorded the row exists; checked at commit, because facts are written first.
    CONSTRAINT tours_change FOREIGN KEY (change_id) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED,
    -- The change that superseded the row exists; checked at commit too.
    CONSTRAINT tours_superseding_change FOREIGN KEY (superseded_by) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED
);
-- One statement in force for each day on which a statement starts.
CREATE UNIQUE INDEX tours_in_force ON tours (subject_id, valid_from) WHERE superseded_at = '9999-12-31 00:00:00';
-- The facts of one establishment are read together.
CREATE INDEX tours_by_establishment ON tours (establishment_id, superseded_at);
-- Two tours of a kind in a year have two numbers. All begin on the day the tour was opened or planned.
CREATE UNIQUE INDEX tours_named ON tours (kind, year, number, valid_from) WHERE superseded_at = '9999-12-31 00:00:00';
-- The past of a thing is read by its id.
CREATE INDEX tours_by_subject ON tours (subject_id);
-- What a change recorded, and what it superseded, is found without reading all that its establishment ever had.
CREATE INDEX tours_by_change ON tours (change_id, subject_id);
CREATE INDEX tours_by_superseding ON tours (superseded_by, subject_id) WHERE superseded_by IS NOT NULL;
-- What has been said is never changed.
CREATE TRIGGER tours_unchanged BEFORE UPDATE OF
        id, subject_id, establishment_id, valid_from, valid_to, recorded_at, change_id, kind, year, number,
        state, calendar, published_at, reason
    ON tours
    EXECUTE FUNCTION refuse('a recorded fact is never changed');
-- A row is superseded once, by one change.
CREATE TRIGGER tours_superseded_once BEFORE UPDATE OF superseded_at, superseded_by ON tours
    FOR EACH ROW WHEN (OLD.superseded_at <> '9999-12-31 00:00:00')
    EXECUTE FUNCTION refuse('a fact is superseded once');
-- What has been said is never forgotten.
CREATE TRIGGER tours_undeleted BEFORE DELETE OR TRUNCATE ON tours
    EXECUTE FUNCTION refuse('a recorded fact is never deleted');

-- What is recorded of the list of an establishment in a tour.
CREATE TABLE tour_lists (
    id TEXT NOT NULL PRIMARY KEY,
    subject_id TEXT NOT NULL,
    establishment_id TEXT,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP NOT NULL,
    change_id TEXT NOT NULL,
    superseded_by TEXT,
    tour_id TEXT NOT NULL,
    proposed_by TEXT,
    signed_by TEXT,
    reopened BOOLEAN NOT NULL,
    -- A statement holds on at least one day.
    CONSTRAINT tour_lists_period CHECK (valid_from < valid_to),
    -- What is superseded was known for a while.
    CONSTRAINT tour_lists_knowledge CHECK (recorded_at < superseded_at),
    -- A change supersedes a row exactly when the row is no longer in force.
    CONSTRAINT tour_lists_superseded CHECK ((superseded_by IS NULL) = (superseded_at = '9999-12-31 00:00:00')),
    -- The change that recorded the row exists; checked at commit, because facts are written first.
    CONSTRAINT tour_lists_change FOREIGN KEY (change_id) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED,
    -- The change that superseded the row exists; checked at commit too.
    CONSTRAINT tour_lists_superseding_change FOREIGN KEY (superseded_by) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED
);
-- One statement in force for each day on which a statement starts.
CREATE UNIQUE INDEX tour_lists_in_force ON tour_lists (subject_id, valid_from) WHERE superseded_at = '9999-12-31 00:00:00';
-- The facts of one establishment are read together.
CREATE INDEX tour_lists_by_establishment ON tour_lists (establishment_id, superseded_at);
-- An establishment has one list in a tour. All begin on the day the tour was opened or planned.
CREATE UNIQUE INDEX tour_lists_once ON tour_lists (tour_id, establishment_id, valid_from) WHERE superseded_at = '9999-12-31 00:00:00';
-- The lists of a tour are read together.
CREATE INDEX tour_lists_by_tour ON tour_lists (tour_id, establishment_id);
-- The past of a thing is read by its id.
CREATE INDEX tour_lists_by_subject ON tour_lists (subject_id);
-- What a change recorded, and what it superseded, is found without reading all that its establishment ever had.
CREATE INDEX tour_lists_by_change ON tour_lists (change_id, subject_id);
CREATE INDEX tour_lists_by_superseding ON tour_lists (superseded_by, subject_id) WHERE superseded_by IS NOT NULL;
-- What has been said is never changed.
CREATE TRIGGER tour_lists_unchanged BEFORE UPDATE OF
        id, subject_id, establishment_id, valid_from, valid_to, recorded_at, change_id, tour_id, proposed_by,
        signed_by, reopened
    ON tour_lists
    EXECUTE FUNCTION refuse('a recorded fact is never changed');
-- A row is superseded once, by one change.
CREATE TRIGGER tour_lists_superseded_once BEFORE UPDATE OF superseded_at, superseded_by ON tour_lists
    FOR EACH ROW WHEN (OLD.superseded_at <> '9999-12-31 00:00:00')
    EXECUTE FUNCTION refuse('a fact is superseded once');
-- What has been said is never forgotten.
CREATE TRIGGER tour_lists_undeleted BEFORE DELETE OR TRUNCATE ON tour_lists
    EXECUTE FUNCTION refuse('a recorded fact is never deleted');

-- Posts in tours.
CREATE TABLE tour_entries (
    id TEXT NOT NULL PRIMARY KEY,
    subject_id TEXT NOT NULL,
    establishment_id TEXT,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP NOT NULL,
    change_id TEXT NOT NULL,
    superseded_by TEXT,
    tour_id TEXT NOT NULL,
    post_id TEXT NOT NULL,
    decision TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    nature TEXT,
    vacant_from DATE,
    motive TEXT,
    text TEXT,
    expected DATE,
    frozen_until DATE,
    proposed_by TEXT,
    signed_by TEXT,
    settled_by TEXT,
    said_motive TEXT,
    said TEXT,
    order_number TEXT,
    order_date DATE,
    appointee TEXT,
    installed_on DATE,
    -- What a hospital may want.
    CONSTRAINT tour_entries_decision CHECK (decision IN ('publish', 'freeze', 'force', 'none')),
    -- V or SV.
    CONSTRAINT tour_entries_nature CHECK (nature IN ('vacant', 'likely_vacant')),
    -- A statement holds on at least one day.
    CONSTRAINT tour_entries_period CHECK (valid_from < valid_to),
    -- What is superseded was known for a while.
    CONSTRAINT tour_entries_knowledge CHECK (recorded_at < superseded_at),
    -- A change supersedes a row exactly when the row is no longer in force.
    CONSTRAINT tour_entries_superseded CHECK ((superseded_by IS NULL) = (superseded_at = '9999-12-31 00:00:00')),
    -- The change that recorded the row exists; checked at commit, because facts are written first.
    CONSTRAINT tour_entries_change FOREIGN KEY (change_id) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED,
    -- The change that superseded the row exists; checked at commit too.
    CONSTRAINT tour_entries_superseding_change FOREIGN KEY (superseded_by) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED
);
-- One statement in force for each day on which a statement starts.
CREATE UNIQUE INDEX tour_entries_in_force ON tour_entries (subject_id, valid_from) WHERE superseded_at = '9999-12-31 00:00:00';
-- The facts of one establishment are read together.
CREATE INDEX tour_entries_by_establishment ON tour_entries (establishment_id, superseded_at);
-- A post is once in a tour. All begin on the day the tour was opened or planned.
CREATE UNIQUE INDEX tour_entries_once ON tour_entries (tour_id, post_id, valid_from) WHERE superseded_at = '9999-12-31 00:00:00';
-- The list of a hospital in a tour is read alone, and a tour is read whole.
CREATE INDEX tour_entries_by_tour ON tour_entries (tour_id, establishment_id);
-- The past of a thing is read by its id.
CREATE INDEX tour_entries_by_subject ON tour_entries (subject_id);
-- What a change recorded, and what it superseded, is found without reading all that its establishment ever had.
CREATE INDEX tour_entries_by_change ON tour_entries (change_id, subject_id);
CREATE INDEX tour_entries_by_superseding ON tour_entries (superseded_by, subject_id) WHERE superseded_by IS NOT NULL;
-- What has been said is never changed.
CREATE TRIGGER tour_entries_unchanged BEFORE UPDATE OF
        id, subject_id, establishment_id, valid_from, valid_to, recorded_at, change_id, tour_id, post_id,
        decision, state, reason, nature, vacant_from, motive, text, expected, frozen_until, proposed_by,
        signed_by, settled_by, said_motive, said, order_number, order_date, appointee, installed_on
    ON tour_entries
    EXECUTE FUNCTION refuse('a recorded fact is never changed');
-- A row is superseded once, by one change.
CREATE TRIGGER tour_entries_superseded_once BEFORE UPDATE OF superseded_at, superseded_by ON tour_entries
    FOR EACH ROW WHEN (OLD.superseded_at <> '9999-12-31 00:00:00')
    EXECUTE FUNCTION refuse('a fact is superseded once');
-- What has been said is never forgotten.
CREATE TRIGGER tour_entries_undeleted BEFORE DELETE OR TRUNCATE ON tour_entries
    EXECUTE FUNCTION refuse('a recorded fact is never deleted');
