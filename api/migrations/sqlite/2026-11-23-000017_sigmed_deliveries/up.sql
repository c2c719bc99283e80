-- Deliveries to SIGMED: the outbox. A row is written in the transaction of the change that causes it. Not facts: see docs/sigmed.md.

-- What leaves for SIGMED, and what became of it.
CREATE TABLE sigmed_deliveries (
    id TEXT NOT NULL PRIMARY KEY,
    idempotency_key TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    establishment_id TEXT NOT NULL,
    post_id TEXT,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_attempt_at TIMESTAMP NOT NULL,
    last_error TEXT,
    lease_by TEXT,
    lease_until TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    sent_at TIMESTAMP,
    answered_at TIMESTAMP,
    answer TEXT,
    version BIGINT NOT NULL,
    -- The states of deliveries.
    CONSTRAINT sigmed_deliveries_state CHECK (state IN ('waiting', 'sent', 'acknowledged', 'rejected', 'shelved', 'withdrawn')),
    -- What is delivered is a request or a post of a tour.
    CONSTRAINT sigmed_deliveries_subject_kind CHECK (subject_kind IN ('request', 'tour_entry')),
    -- Somebody holds it until some instant, or nobody does; only what waits is held.
    CONSTRAINT sigmed_deliveries_lease CHECK ((lease_by IS NULL) = (lease_until IS NULL) AND (lease_by IS NULL OR state = 'waiting')),
    -- What was sent left at some instant.
    CONSTRAINT sigmed_deliveries_sent CHECK (state <> 'sent' OR sent_at IS NOT NULL),
    -- An answer settles it, and nothing else does.
    CONSTRAINT sigmed_deliveries_answered CHECK ((state IN ('acknowledged', 'rejected')) = (answered_at IS NOT NULL) AND (answered_at IS NULL) = (answer IS NULL)),
    -- What is on the shelf says why.
    CONSTRAINT sigmed_deliveries_shelved CHECK (state <> 'shelved' OR last_error IS NOT NULL),
    -- Attempts are counted from none.
    CONSTRAINT sigmed_deliveries_attempts CHECK (attempts >= 0),
    -- Versions are numbered from one.
    CONSTRAINT sigmed_deliveries_version CHECK (version > 0)
);
-- The receiver knows a delivery by its key, whatever the number of times it arrives.
CREATE UNIQUE INDEX sigmed_deliveries_by_key ON sigmed_deliveries (idempotency_key);
-- What waits is taken when its time has come.
CREATE INDEX sigmed_deliveries_by_state ON sigmed_deliveries (state, next_attempt_at);
-- The deliveries of one subject are read together.
CREATE INDEX sigmed_deliveries_by_subject ON sigmed_deliveries (subject_id, id);
-- Deliveries about one post leave in order.
CREATE INDEX sigmed_deliveries_by_post ON sigmed_deliveries (post_id, id);
-- People read those of their establishments.
CREATE INDEX sigmed_deliveries_by_establishment ON sigmed_deliveries (establishment_id, id);
