-- The trail of each entry of the journal, events that change no fact, and the replay of requests.

-- Which account acted, when somebody was signed in.
ALTER TABLE changes ADD COLUMN account_id TEXT;
-- From which address.
ALTER TABLE changes ADD COLUMN address TEXT;
-- For which request, as the answer named it.
ALTER TABLE changes ADD COLUMN request_id TEXT;
-- `event` for what changes no fact (sign-in, extraction, rights); nothing for a change of facts.
ALTER TABLE changes ADD COLUMN kind TEXT;
-- What the kind of entry has to say (filters, rows, hash of the file, before and after), as JSON.
ALTER TABLE changes ADD COLUMN details TEXT;

-- Requests that may be sent again without a second effect.
CREATE TABLE replays (
    caller TEXT NOT NULL,
    operation TEXT NOT NULL,
    key TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    status INTEGER NOT NULL,
    headers TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    -- One answer for each key of a caller on an operation.
    PRIMARY KEY (caller, operation, key),
    -- A SHA-256, hexadecimal.
    CONSTRAINT replays_body_hash CHECK (length(body_hash) = 64)
);
-- What is too old is removed.
CREATE INDEX replays_by_end ON replays (expires_at);

-- The whole past of one thing is read together.
CREATE INDEX nomenclatures_by_subject ON nomenclatures (subject_id);
CREATE INDEX establishments_by_subject ON establishments (subject_id);
CREATE INDEX sites_by_subject ON sites (subject_id);
CREATE INDEX structures_by_subject ON structures (subject_id);
CREATE INDEX posts_by_subject ON posts (subject_id);
CREATE INDEX sigmed_posts_by_subject ON sigmed_posts (subject_id);
CREATE INDEX practitioners_by_subject ON practitioners (subject_id);
CREATE INDEX statuses_by_subject ON statuses (subject_id);
CREATE INDEX steps_by_subject ON steps (subject_id);
CREATE INDEX positions_by_subject ON positions (subject_id);
CREATE INDEX contracts_by_subject ON contracts (subject_id);
CREATE INDEX affectations_by_subject ON affectations (subject_id);
CREATE INDEX conventions_by_subject ON conventions (subject_id);
CREATE INDEX exercise_periods_by_subject ON exercise_periods (subject_id);
CREATE INDEX headships_by_subject ON headships (subject_id);
CREATE INDEX code_mappings_by_subject ON code_mappings (subject_id);
CREATE INDEX import_profiles_by_subject ON import_profiles (subject_id);
