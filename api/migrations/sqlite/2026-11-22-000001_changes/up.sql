-- The journal: one change for each write, sealed in a chain. See ARCHITECTURE.md.

-- Who changed what is known, when, from where and why.
CREATE TABLE changes (
    id TEXT NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL,
    at TIMESTAMP NOT NULL,
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    operation TEXT NOT NULL,
    reason TEXT,
    establishment_id TEXT,
    undoes TEXT,
    source_name TEXT,
    source_hash TEXT,
    extracted_on DATE,
    facts_digest TEXT NOT NULL,
    -- Changes are numbered from one.
    CONSTRAINT changes_seq CHECK (seq > 0),
    -- Somebody, or a named program, answers for every change.
    CONSTRAINT changes_author CHECK (author <> ''),
    -- The places from which a change may come.
    CONSTRAINT changes_origin CHECK (origin IN ('screen', 'import', 'api', 'command_line', 'sigmed')),
    -- Every change says what was done.
    CONSTRAINT changes_operation CHECK (operation <> ''),
    -- A change does not undo itself.
    CONSTRAINT changes_undoes_another CHECK (undoes <> id),
    -- What a change undoes exists.
    CONSTRAINT changes_undoes FOREIGN KEY (undoes) REFERENCES changes (id),
    -- The digest of the facts is 64 hexadecimal digits.
    CONSTRAINT changes_facts_digest CHECK (length(facts_digest) = 64)
);
-- The number gives the order of commits, so no two changes share it.
CREATE UNIQUE INDEX changes_in_order ON changes (seq);
-- All facts of a change carry its instant, so no two changes share it.
CREATE UNIQUE INDEX changes_at ON changes (at);
-- The journal of one establishment is read from its end.
CREATE INDEX changes_by_establishment ON changes (establishment_id, seq);
-- The changes that undo another are looked for from it.
CREATE INDEX changes_by_undone ON changes (undoes);
-- What is written in the journal is never changed.
CREATE TRIGGER changes_unchanged BEFORE UPDATE ON changes
BEGIN SELECT RAISE(ABORT, 'changes: the journal is never changed'); END;
-- Nor is it forgotten.
CREATE TRIGGER changes_undeleted BEFORE DELETE ON changes
BEGIN SELECT RAISE(ABORT, 'changes: the journal is never shortened'); END;

-- The chain: each seal hashes the one before and the change of its number.
CREATE TABLE seals (
    seq BIGINT NOT NULL PRIMARY KEY,
    hash TEXT NOT NULL,
    -- A seal is 64 hexadecimal digits.
    CONSTRAINT seals_hash CHECK (length(hash) = 64),
    -- Only a change is sealed.
    CONSTRAINT seals_change FOREIGN KEY (seq) REFERENCES changes (seq)
);
-- What is written in the journal is never changed.
CREATE TRIGGER seals_unchanged BEFORE UPDATE ON seals
BEGIN SELECT RAISE(ABORT, 'seals: the journal is never changed'); END;
-- Nor is it forgotten.
CREATE TRIGGER seals_undeleted BEFORE DELETE ON seals
BEGIN SELECT RAISE(ABORT, 'seals: the journal is never shortened'); END;

-- The last change of each set of facts: what a plan was computed from, compared and set by the next change.
CREATE TABLE heads (
    scope TEXT NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL,
    -- A head is a change; checked at commit, because the head moves first.
    CONSTRAINT heads_change FOREIGN KEY (seq) REFERENCES changes (seq) DEFERRABLE INITIALLY DEFERRED
);
