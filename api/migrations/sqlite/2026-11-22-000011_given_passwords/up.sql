-- Passwords given by somebody else, and answers that end with the rights they were given under.

-- Whether somebody else knows the password: it then serves only to choose another one.
ALTER TABLE accounts ADD COLUMN password_given BOOLEAN NOT NULL DEFAULT FALSE
    -- SQLite has no type for yes or no.
    CONSTRAINT accounts_password_given CHECK (password_given IN (0, 1));

-- Kept a day or a week, and known by a digest of the body that anybody could make: begun anew.
DROP TABLE replays;
CREATE TABLE replays (
    caller TEXT NOT NULL,
    operation TEXT NOT NULL,
    key TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    rights_version BIGINT NOT NULL,
    status INTEGER NOT NULL,
    headers TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    -- One answer for each key of a caller on an operation.
    PRIMARY KEY (caller, operation, key),
    -- An HMAC-SHA-256, hexadecimal.
    CONSTRAINT replays_body_hash CHECK (length(body_hash) = 64)
);
-- What is too old is removed.
CREATE INDEX replays_by_end ON replays (expires_at);
