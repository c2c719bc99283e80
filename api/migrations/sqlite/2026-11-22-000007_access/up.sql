-- Who may come in and what they hold. No dated facts of hospitals: these rows change, and the journal says how.

-- People and programs that sign in.
CREATE TABLE accounts (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    person_id TEXT,
    created_at TIMESTAMP NOT NULL,
    disabled_at TIMESTAMP,
    last_sign_in_at TIMESTAMP,
    version BIGINT NOT NULL,
    rights_version BIGINT NOT NULL,
    -- Addresses are compared in lower case, so they are kept so.
    CONSTRAINT accounts_email CHECK (email = lower(email) AND email <> ''),
    -- The journal and the screens name people.
    CONSTRAINT accounts_name CHECK (name <> ''),
    -- Only the result of argon2id is kept, never a password.
    CONSTRAINT accounts_password_hash CHECK (password_hash LIKE '$argon2id$%'),
    -- Versions are counted from one.
    CONSTRAINT accounts_version CHECK (version > 0),
    -- So are those of the rights.
    CONSTRAINT accounts_rights_version CHECK (rights_version > 0)
);
-- An address names one account.
CREATE UNIQUE INDEX accounts_by_email ON accounts (email);
-- Lists are read by name.
CREATE INDEX accounts_by_name ON accounts (name, id);

-- One row, one grant: a profile on a perimeter between two days, with its rights by rubric.
CREATE TABLE habilitations (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    profile TEXT NOT NULL,
    perimeter TEXT NOT NULL,
    grants TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    granted_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    ended_reason TEXT,
    version BIGINT NOT NULL,
    -- It begins before its end; when it is ended before its first day, it holds on none.
    CONSTRAINT habilitations_period CHECK (valid_from <= valid_to),
    -- A habilitation always ends.
    CONSTRAINT habilitations_ends CHECK (valid_to < '9999-12-31'),
    -- Somebody answers for every grant.
    CONSTRAINT habilitations_granted_by CHECK (granted_by <> ''),
    -- And says why.
    CONSTRAINT habilitations_reason CHECK (reason <> ''),
    -- Versions are counted from one.
    CONSTRAINT habilitations_version CHECK (version > 0),
    -- Somebody holds it.
    CONSTRAINT habilitations_account FOREIGN KEY (account_id) REFERENCES accounts (id)
);
-- What a person holds is read at each check of rights.
CREATE INDEX habilitations_by_account ON habilitations (account_id);
-- Who holds something on a perimeter.
CREATE INDEX habilitations_by_perimeter ON habilitations (perimeter);

-- A sign-in and the family of tokens that follow from it.
CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    signed_in_at TIMESTAMP NOT NULL,
    last_used_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    generation BIGINT NOT NULL,
    rotated_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP,
    revoked_why TEXT,
    -- A session lasts.
    CONSTRAINT sessions_lasts CHECK (signed_in_at < ends_at),
    -- Generations are counted from zero.
    CONSTRAINT sessions_generation CHECK (generation >= 0),
    -- What is revoked says why.
    CONSTRAINT sessions_revoked CHECK ((revoked_at IS NULL) = (revoked_why IS NULL)),
    -- Somebody signed in.
    CONSTRAINT sessions_account FOREIGN KEY (account_id) REFERENCES accounts (id)
);
-- The sessions of a person are read together.
CREATE INDEX sessions_by_account ON sessions (account_id, revoked_at);

-- Refresh tokens, by the SHA-256 of their value: whoever reads the table can use none.
CREATE TABLE refresh_tokens (
    hash TEXT NOT NULL PRIMARY KEY,
    session_id TEXT NOT NULL,
    generation BIGINT NOT NULL,
    issued_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP,
    -- The digest is 64 hexadecimal digits.
    CONSTRAINT refresh_tokens_hash CHECK (length(hash) = 64),
    -- Generations are counted from zero.
    CONSTRAINT refresh_tokens_generation CHECK (generation >= 0),
    -- A token belongs to a session.
    CONSTRAINT refresh_tokens_session FOREIGN KEY (session_id) REFERENCES sessions (id)
);
-- The tokens of a session go with it.
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id);

-- Attempts to sign in: what the throttle counts. The address typed is kept as a digest, because people
-- sometimes type something else there.
CREATE TABLE sign_in_attempts (
    id TEXT NOT NULL PRIMARY KEY,
    account_key TEXT NOT NULL,
    client TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    succeeded BOOLEAN NOT NULL,
    -- SQLite has no booleans: only false and true are stored.
    CONSTRAINT sign_in_attempts_succeeded CHECK (succeeded IN (0, 1)),
    -- The digest is 64 hexadecimal digits.
    CONSTRAINT sign_in_attempts_account_key CHECK (length(account_key) = 64)
);
-- Counted by account and address,
CREATE INDEX sign_in_attempts_by_account ON sign_in_attempts (account_key, client, at);
-- by address,
CREATE INDEX sign_in_attempts_by_client ON sign_in_attempts (client, at);
-- and forgotten by age.
CREATE INDEX sign_in_attempts_by_age ON sign_in_attempts (at);
