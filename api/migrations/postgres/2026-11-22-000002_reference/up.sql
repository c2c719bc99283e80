-- National reference: nomenclatures, establishments, sites. Dated facts: see ARCHITECTURE.md.

-- Dated lists of codes.
CREATE TABLE nomenclatures (
    id TEXT NOT NULL PRIMARY KEY,
    subject_id TEXT NOT NULL,
    establishment_id TEXT,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP NOT NULL,
    change_id TEXT NOT NULL,
    superseded_by TEXT,
    list TEXT NOT NULL,
    code TEXT NOT NULL,
    label TEXT NOT NULL,
    attributes TEXT NOT NULL,
    -- A statement holds on at least one day.
    CONSTRAINT nomenclatures_period CHECK (valid_from < valid_to),
    -- What is superseded was known for a while.
    CONSTRAINT nomenclatures_knowledge CHECK (recorded_at < superseded_at),
    -- A change supersedes a row exactly when the row is no longer in force.
    CONSTRAINT nomenclatures_superseded CHECK ((superseded_by IS NULL) = (superseded_at = '9999-12-31 00:00:00')),
    -- The change that recorded the row exists; checked at commit, because facts are written first.
    CONSTRAINT nomenclatures_change FOREIGN KEY (change_id) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED,
    -- The change that superseded the row exists; checked at commit too.
    CONSTRAINT nomenclatures_superseding_change FOREIGN KEY (superseded_by) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED
);
-- One statement in force for each day on which a statement starts.
CREATE UNIQUE INDEX nomenclatures_in_force ON nomenclatures (subject_id, valid_from) WHERE superseded_at = '9999-12-31 00:00:00';
-- The facts of one establishment are read together.
CREATE INDEX nomenclatures_by_establishment ON nomenclatures (establishment_id, superseded_at);
-- What has been said is never changed.
CREATE TRIGGER nomenclatures_unchanged BEFORE UPDATE OF
        id, subject_id, establishment_id, valid_from, valid_to, recorded_at, change_id, list, code, label,
        attributes
    ON nomenclatures
    EXECUTE FUNCTION refuse('a recorded fact is never changed');
-- A row is superseded once, by one change.
CREATE TRIGGER nomenclatures_superseded_once BEFORE UPDATE OF superseded_at, superseded_by ON nomenclatures
    FOR EACH ROW WHEN (OLD.superseded_at <> '9999-12-31 00:00:00')
    EXECUTE FUNCTION refuse('a fact is superseded once');
-- What has been said is never forgotten.
CREATE TRIGGER nomenclatures_undeleted BEFORE DELETE OR TRUNCATE ON nomenclatures
    EXECUTE FUNCTION refuse('a recorded fact is never deleted');

-- Legal entities.
CREATE TABLE establishments (
    id TEXT NOT NULL PRIMARY KEY,
    subject_id TEXT NOT NULL,
    establishment_id TEXT,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP NOT NULL,
    change_id TEXT NOT NULL,
    superseded_by TEXT,
    finess_ej TEXT NOT NULL,
    name TEXT NOT NULL,
    legal_status TEXT NOT NULL,
    category TEXT,
    department TEXT NOT NULL,
    region TEXT NOT NULL,
    ght TEXT,
    ght_role TEXT,
    -- A statement holds on at least one day.
    CONSTRAINT establishments_period CHECK (valid_from < valid_to),
    -- What is superseded was known for a while.
    CONSTRAINT establishments_knowledge CHECK (recorded_at < superseded_at),
    -- A change supersedes a row exactly when the row is no longer in force.
    CONSTRAINT establishments_superseded CHECK ((superseded_by IS NULL) = (superseded_at = '9999-12-31 00:00:00')),
    -- The change that recorded the row exists; checked at commit, because facts are written first.
    CONSTRAINT establishments_change FOREIGN KEY (change_id) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED,
    -- The change that superseded the row exists; checked at commit too.
    CONSTRAINT establishments_superseding_change FOREIGN KEY (superseded_by) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED
);
-- One statement in force for each day on which a statement starts.
CREATE UNIQUE INDEX establishments_in_force ON establishments (subject_id, valid_from) WHERE superseded_at = '9999-12-31 00:00:00';
-- The facts of one establishment are read together.
CREATE INDEX establishments_by_establishment ON establishments (establishment_id, superseded_at);
-- What has been said is never changed.
CREATE TRIGGER establishments_unchanged BEFORE UPDATE OF
        id, subject_id, establishment_id, valid_from, valid_to, recorded_at, change_id, finess_ej, name,
        legal_status, category, department, region, ght, ght_role
    ON establishments
    EXECUTE FUNCTION refuse('a recorded fact is never changed');
-- A row is superseded once, by one change.
CREATE TRIGGER establishments_superseded_once BEFORE UPDATE OF superseded_at, superseded_by ON establishments
    FOR EACH ROW WHEN (OLD.superseded_at <> '9999-12-31 00:00:00')
    EXECUTE FUNCTION refuse('a fact is superseded once');
-- What has been said is never forgotten.
CREATE TRIGGER establishments_undeleted BEFORE DELETE OR TRUNCATE ON establishments
    EXECUTE FUNCTION refuse('a recorded fact is never deleted');

-- Geographic sites.
CREATE TABLE sites (
    id TEXT NOT NULL PRIMARY KEY,
    subject_id TEXT NOT NULL,
    establishment_id TEXT,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP NOT NULL,
    change_id TEXT NOT NULL,
    superseded_by TEXT,
    finess_et TEXT NOT NULL,
    finess_ej TEXT NOT NULL,
    name TEXT NOT NULL,
    category TEXT,
    siret TEXT,
    address TEXT,
    town TEXT,
    commune TEXT,
    coordinates TEXT,
    -- A statement holds on at least one day.
    CONSTRAINT sites_period CHECK (valid_from < valid_to),
    -- What is superseded was known for a while.
    CONSTRAINT sites_knowledge CHECK (recorded_at < superseded_at),
    -- A change supersedes a row exactly when the row is no longer in force.
    CONSTRAINT sites_superseded CHECK ((superseded_by IS NULL) = (superseded_at = '9999-12-31 00:00:00')),
    -- The change that recorded the row exists; checked at commit, because facts are written first.
    CONSTRAINT sites_change FOREIGN KEY (change_id) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED,
    -- The change that superseded the row exists; checked at commit too.
    CONSTRAINT sites_superseding_change FOREIGN KEY (superseded_by) REFERENCES changes (id) DEFERRABLE INITIALLY DEFERRED
);
-- One statement in force for each day on which a statement starts.
CREATE UNIQUE INDEX sites_in_force ON sites (subject_id, valid_from) WHERE superseded_at = '9999-12-31 00:00:00';
-- The facts of one establishment are read together.
CREATE INDEX sites_by_establishment ON sites (establishment_id, superseded_at);
-- What has been said is never changed.
CREATE TRIGGER sites_unchanged BEFORE UPDATE OF
        id, subject_id, establishment_id, valid_from, valid_to, recorded_at, change_id, finess_et, finess_ej,
        name, category, siret, address, town, commune, coordinates
    ON sites
    EXECUTE FUNCTION refuse('a recorded fact is never changed');
-- A row is superseded once, by one change.
CREATE TRIGGER sites_superseded_once BEFORE UPDATE OF superseded_at, superseded_by ON sites
    FOR EACH ROW WHEN (OLD.superseded_at <> '9999-12-31 00:00:00')
    EXECUTE FUNCTION refuse('a fact is superseded once');
-- What has been said is never forgotten.
CREATE TRIGGER sites_undeleted BEFORE DELETE OR TRUNCATE ON sites
    EXECUTE FUNCTION refuse('a recorded fact is never deleted');
