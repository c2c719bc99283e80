-- Imports and long work. These rows are no facts: they say where a piece of work stands, and are updated.

-- The bytes that were sent, in parts, so that a large file is never one value; the same bytes are kept once.
CREATE TABLE import_files (
    hash TEXT NOT NULL,
    part INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    -- Parts are numbered from zero; each is stored once.
    PRIMARY KEY (hash, part),
    -- A file is named by its SHA-256, 64 hexadecimal digits.
    CONSTRAINT import_files_hash CHECK (length(hash) = 64),
    -- Parts are numbered from zero.
    CONSTRAINT import_files_part CHECK (part >= 0)
);

-- A file sent by a hospital, and where it stands.
CREATE TABLE imports (
    id TEXT NOT NULL PRIMARY KEY,
    establishment_id TEXT NOT NULL,
    establishment TEXT NOT NULL,
    kind TEXT NOT NULL,
    mode TEXT NOT NULL,
    profile TEXT NOT NULL,
    state TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file_size BIGINT NOT NULL,
    file_hash TEXT NOT NULL,
    asked_on DATE,
    extracted_on DATE,
    author TEXT NOT NULL,
    account_id TEXT,
    created_at TIMESTAMP NOT NULL,
    mapping TEXT,
    code_answers TEXT NOT NULL,
    head BIGINT,
    summary TEXT,
    change_id TEXT,
    undone_by TEXT,
    failure TEXT,
    job_id TEXT,
    version BIGINT NOT NULL,
    -- The kinds of files.
    CONSTRAINT imports_kind CHECK (kind IN ('sirh', 'structures', 'posts', 'sigmed', 'attachments')),
    -- A file says everything, or only what changed.
    CONSTRAINT imports_mode CHECK (mode IN ('full', 'delta')),
    -- The states of the table of transitions.
    CONSTRAINT imports_state CHECK (state IN ('received', 'needs_mapping', 'planned', 'awaiting_confirmation', 'stale', 'applied', 'undone', 'discarded', 'failed')),
    -- What is planned was planned from a head.
    CONSTRAINT imports_planned CHECK (state NOT IN ('planned', 'awaiting_confirmation') OR (head IS NOT NULL AND summary IS NOT NULL)),
    -- What failed says why.
    CONSTRAINT imports_failed CHECK (state <> 'failed' OR failure IS NOT NULL),
    -- What is undone names the change that undid it.
    CONSTRAINT imports_undone CHECK ((state = 'undone') = (undone_by IS NOT NULL)),
    -- Versions are numbered from one.
    CONSTRAINT imports_version CHECK (version > 0),
    -- What was written is a change.
    CONSTRAINT imports_change FOREIGN KEY (change_id) REFERENCES changes (id),
    -- What undid it is a change.
    CONSTRAINT imports_undone_by FOREIGN KEY (undone_by) REFERENCES changes (id)
);
-- The imports of an establishment are listed newest first.
CREATE INDEX imports_by_establishment ON imports (establishment_id, id);
-- The same bytes are recognised.
CREATE INDEX imports_by_file ON imports (file_hash);
-- The import of a change is looked for when the change is undone.
CREATE INDEX imports_by_change ON imports (change_id);

-- What a plan would change and what it says of the lines: compressed, one JSON object per line.
CREATE TABLE import_plans (
    import_id TEXT NOT NULL PRIMARY KEY,
    items BLOB NOT NULL,
    findings BLOB NOT NULL,
    -- A plan is that of an import.
    CONSTRAINT import_plans_import FOREIGN KEY (import_id) REFERENCES imports (id)
);

-- Long work: who asked it, where it stands, and until when somebody works on it.
CREATE TABLE jobs (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    account_id TEXT,
    author TEXT NOT NULL,
    state TEXT NOT NULL,
    done BIGINT NOT NULL,
    total BIGINT,
    unit TEXT NOT NULL,
    subject TEXT NOT NULL,
    options TEXT NOT NULL,
    lease_by TEXT,
    lease_until TIMESTAMP,
    attempts INTEGER NOT NULL,
    failure TEXT,
    cancel_requested BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL,
    started_at TIMESTAMP,
    ended_at TIMESTAMP,
    version BIGINT NOT NULL,
    -- The states of long work.
    CONSTRAINT jobs_state CHECK (state IN ('queued', 'running', 'done', 'done_with_refusals', 'failed', 'cancelled')),
    -- Somebody works on it exactly while it runs.
    CONSTRAINT jobs_lease CHECK ((state = 'running') = (lease_by IS NOT NULL) AND (lease_by IS NULL) = (lease_until IS NULL)),
    -- It has ended, or it has not.
    CONSTRAINT jobs_ended CHECK ((state IN ('queued', 'running')) = (ended_at IS NULL)),
    -- What failed says why.
    CONSTRAINT jobs_failed CHECK (state <> 'failed' OR failure IS NOT NULL),
    -- Versions are numbered from one.
    CONSTRAINT jobs_version CHECK (version > 0),
    -- SQLite has no boolean type of its own.
    CONSTRAINT jobs_cancel_requested CHECK (cancel_requested IN (0, 1))
);
-- What waits is taken in the order in which it was asked.
CREATE INDEX jobs_by_state ON jobs (state, id);
-- People see their own.
CREATE INDEX jobs_by_account ON jobs (account_id, id);
-- The work on a thing is looked for from it.
CREATE INDEX jobs_by_subject ON jobs (subject, id);

-- What happened to a piece of work, in order: a reader that was cut off takes up where it was.
CREATE TABLE job_events (
    job_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    at TIMESTAMP NOT NULL,
    body TEXT NOT NULL,
    -- Events of a job are numbered.
    PRIMARY KEY (job_id, seq),
    -- An event is that of a job.
    CONSTRAINT job_events_job FOREIGN KEY (job_id) REFERENCES jobs (id)
);
