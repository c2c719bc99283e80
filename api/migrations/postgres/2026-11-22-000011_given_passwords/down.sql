DROP TABLE replays;
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
ALTER TABLE accounts DROP COLUMN password_given;
