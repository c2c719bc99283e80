-- Comments on posts, requests, lists and posts of tours. Not facts: words between people, with who read them.

-- What was said, and whether it was taken back.
CREATE TABLE comments (
    id TEXT NOT NULL PRIMARY KEY,
    -- Number of the entry of the journal by which it was said: comments are in that order.
    seq BIGINT NOT NULL,
    -- What it is about, as the contract writes it: post:, request:, list:, entry:.
    target TEXT NOT NULL,
    establishment_id TEXT NOT NULL,
    author_id TEXT NOT NULL,
    author_profile TEXT NOT NULL,
    text TEXT,
    created_at TIMESTAMP NOT NULL,
    deleted_at TIMESTAMP,
    -- Number of the entry of the journal by which it was taken back.
    deleted_seq BIGINT,
    version BIGINT NOT NULL,
    -- Its author has an account.
    CONSTRAINT comments_author FOREIGN KEY (author_id) REFERENCES accounts (id),
    -- What is taken back leaves no text, and what is not has one.
    CONSTRAINT comments_deleted CHECK ((text IS NULL) = (deleted_at IS NOT NULL) AND (deleted_at IS NULL) = (deleted_seq IS NULL)),
    -- Two thousand characters (domain.md 4.13).
    CONSTRAINT comments_text CHECK (length(text) BETWEEN 1 AND 2000),
    -- Versions are numbered from one.
    CONSTRAINT comments_version CHECK (version > 0)
);
-- A thread is read newest first.
CREATE INDEX comments_by_target ON comments (target, seq);
-- Each entry of the journal says one comment; open screens look for the new ones.
CREATE UNIQUE INDEX comments_by_seq ON comments (seq);
-- The same for those that are taken back.
CREATE UNIQUE INDEX comments_by_deleted_seq ON comments (deleted_seq) WHERE deleted_seq IS NOT NULL;
-- A thread keeps the place of what was taken back.
CREATE TRIGGER comments_undeleted BEFORE DELETE ON comments
BEGIN SELECT RAISE(ABORT, 'comments: a comment is taken back, never deleted'); END;

-- Whom a comment names.
CREATE TABLE comment_mentions (
    comment_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    -- Each once.
    PRIMARY KEY (comment_id, account_id),
    -- The comment exists.
    CONSTRAINT comment_mentions_comment FOREIGN KEY (comment_id) REFERENCES comments (id),
    -- So does the account.
    CONSTRAINT comment_mentions_account FOREIGN KEY (account_id) REFERENCES accounts (id)
);

-- How far each reader has read each thread.
CREATE TABLE comment_readings (
    target TEXT NOT NULL,
    account_id TEXT NOT NULL,
    -- Number of the last comment that was seen.
    seq BIGINT NOT NULL,
    -- One mark for each reader.
    PRIMARY KEY (target, account_id),
    -- The reader has an account.
    CONSTRAINT comment_readings_account FOREIGN KEY (account_id) REFERENCES accounts (id)
);
