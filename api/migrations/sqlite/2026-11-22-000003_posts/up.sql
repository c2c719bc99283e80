-- Structures and posts. Dated facts: see ARCHITECTURE.md.

-- Poles, services, units.
CREATE TABLE structures (
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
    number TEXT NOT NULL,
    label TEXT NOT NULL,
    parent_id TEXT,
    site TEXT,
    sigmed_number TEXT,
    follows_id TEXT,
    -- A statement holds on at least one day.
    CONSTRAINT structures_period CHECK (valid_from < valid_to),
    -- What is superseded was known for a while.
    CONSTRAINT structures_knowledge CHECK (recorded_at < superseded_at),
    -- A change supersedes a row exactly when the row is no longer in force.
    CONSTRAINT structures_superseded CHECK ((superseded_by IS NULL) = (superseded_at = '9999-12-31 00:00:00')),
    -- The change that recorded the row exists; checked at commit, because facts are written first.
    CONSTRAINT structures_change FOREIGN KEY (change_id) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED,
    -- The change that superseded the row exists; checked at commit too.
    CONSTRAINT structures_superseding_change FOREIGN KEY (superseded_by) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED
);
-- One statement in force for each day on which a statement starts.
CREATE UNIQUE INDEX structures_in_force ON structures (subject_id, valid_from) WHERE superseded_at = '9999-12-31 00:00:00';
-- The facts of one establishment are read together.
CREATE INDEX structures_by_establishment ON structures (establishment_id, superseded_at);
-- What has been said is never changed.
CREATE TRIGGER structures_unchanged BEFORE UPDATE OF
        id, subject_id, establishment_id, valid_from, valid_to, recorded_at, change_id, kind, number, label,
        parent_id, site, sigmed_number, follows_id
    ON structures
BEGIN SELECT RAISE(ABORT, 'structures: a recorded fact is never changed'); END;
-- A row is superseded once, by one change.
CREATE TRIGGER structures_superseded_once BEFORE UPDATE OF superseded_at, superseded_by ON structures
    WHEN OLD.superseded_at <> '9999-12-31 00:00:00'
BEGIN SELECT RAISE(ABORT, 'structures: a fact is superseded once'); END;
-- What has been said is never forgotten.
CREATE TRIGGER structures_undeleted BEFORE DELETE ON structures
BEGIN SELECT RAISE(ABORT, 'structures: a recorded fact is never deleted'); END;

-- Posts.
CREATE TABLE posts (
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
    sigmed_number TEXT,
    local_number TEXT,
    sigmed_type TEXT,
    discipline TEXT,
    speciality TEXT,
    cnu_section TEXT,
    corps TEXT,
    quotity INTEGER NOT NULL,
    structure_id TEXT,
    attached_to_establishment BOOLEAN NOT NULL,
    -- A statement holds on at least one day.
    CONSTRAINT posts_period CHECK (valid_from < valid_to),
    -- What is superseded was known for a while.
    CONSTRAINT posts_knowledge CHECK (recorded_at < superseded_at),
    -- A change supersedes a row exactly when the row is no longer in force.
    CONSTRAINT posts_superseded CHECK ((superseded_by IS NULL) = (superseded_at = '9999-12-31 00:00:00')),
    -- Hundredths of a percent, from nothing to full time.
    CONSTRAINT posts_quotity CHECK (quotity BETWEEN 0 AND 10000),
    -- SQLite has no booleans: only false and true are stored.
    CONSTRAINT posts_attached_to_establishment CHECK (attached_to_establishment IN (0, 1)),
    -- The change that recorded the row exists; checked at commit, because facts are written first.
    CONSTRAINT posts_change FOREIGN KEY (change_id) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED,
    -- The change that superseded the row exists; checked at commit too.
    CONSTRAINT posts_superseding_change FOREIGN KEY (superseded_by) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED
);
-- One statement in force for each day on which a statement starts.
CREATE UNIQUE INDEX posts_in_force ON posts (subject_id, valid_from) WHERE superseded_at = '9999-12-31 00:00:00';
-- The facts of one establishment are read together.
CREATE INDEX posts_by_establishment ON posts (establishment_id, superseded_at);
-- What has been said is never changed.
CREATE TRIGGER posts_unchanged BEFORE UPDATE OF
        id, subject_id, establishment_id, valid_from, valid_to, recorded_at, change_id, kind, sigmed_number,
        local_number, sigmed_type, discipline, speciality, cnu_section, corps, quotity, structure_id,
        attached_to_establishment
    ON posts
BEGIN SELECT RAISE(ABORT, 'posts: a recorded fact is never changed'); END;
-- A row is superseded once, by one change.
CREATE TRIGGER posts_superseded_once BEFORE UPDATE OF superseded_at, superseded_by ON posts
    WHEN OLD.superseded_at <> '9999-12-31 00:00:00'
BEGIN SELECT RAISE(ABORT, 'posts: a fact is superseded once'); END;
-- What has been said is never forgotten.
CREATE TRIGGER posts_undeleted BEFORE DELETE ON posts
BEGIN SELECT RAISE(ABORT, 'posts: a recorded fact is never deleted'); END;

-- What the national extract says of posts.
CREATE TABLE sigmed_posts (
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
    number TEXT NOT NULL,
    sigmed_type TEXT NOT NULL,
    discipline TEXT,
    speciality TEXT,
    quotity INTEGER NOT NULL,
    structure_number TEXT,
    state TEXT,
    holder_name TEXT,
    holder_first_name TEXT,
    holder_rpps TEXT,
    holder_since DATE,
    second_holder_name TEXT,
    second_holder_rpps TEXT,
    -- A statement holds on at least one day.
    CONSTRAINT sigmed_posts_period CHECK (valid_from < valid_to),
    -- What is superseded was known for a while.
    CONSTRAINT sigmed_posts_knowledge CHECK (recorded_at < superseded_at),
    -- A change supersedes a row exactly when the row is no longer in force.
    CONSTRAINT sigmed_posts_superseded CHECK ((superseded_by IS NULL) = (superseded_at = '9999-12-31 00:00:00')),
    -- Hundredths of a percent, from nothing to full time.
    CONSTRAINT sigmed_posts_quotity CHECK (quotity BETWEEN 0 AND 10000),
    -- The change that recorded the row exists; checked at commit, because facts are written first.
    CONSTRAINT sigmed_posts_change FOREIGN KEY (change_id) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED,
    -- The change that superseded the row exists; checked at commit too.
    CONSTRAINT sigmed_posts_superseding_change FOREIGN KEY (superseded_by) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED
);
-- One statement in force for each day on which a statement starts.
CREATE UNIQUE INDEX sigmed_posts_in_force ON sigmed_posts (subject_id, valid_from) WHERE superseded_at = '9999-12-31 00:00:00';
-- The facts of one establishment are read together.
CREATE INDEX sigmed_posts_by_establishment ON sigmed_posts (establishment_id, superseded_at);
-- What has been said is never changed.
CREATE TRIGGER sigmed_posts_unchanged BEFORE UPDATE OF
        id, subject_id, establishment_id, valid_from, valid_to, recorded_at, change_id, post_id, number,
        sigmed_type, discipline, speciality, quotity, structure_number, state, holder_name, holder_first_name,
        holder_rpps, holder_since, second_holder_name, second_holder_rpps
    ON sigmed_posts
BEGIN SELECT RAISE(ABORT, 'sigmed_posts: a recorded fact is never changed'); END;
-- A row is superseded once, by one change.
CREATE TRIGGER sigmed_posts_superseded_once BEFORE UPDATE OF superseded_at, superseded_by ON sigmed_posts
    WHEN OLD.superseded_at <> '9999-12-31 00:00:00'
BEGIN SELECT RAISE(ABORT, 'sigmed_posts: a fact is superseded once'); END;
-- What has been said is never forgotten.
CREATE TRIGGER sigmed_posts_undeleted BEFORE DELETE ON sigmed_posts
BEGIN SELECT RAISE(ABORT, 'sigmed_posts: a recorded fact is never deleted'); END;
