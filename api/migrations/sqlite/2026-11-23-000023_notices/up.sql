-- Notices: what people are told of what others did, and the mails by which some are. Not facts: read, marked, and gone after a year.

-- What is told, once for all whom it concerns. No name, no text that anybody wrote.
CREATE TABLE notices (
    id TEXT NOT NULL PRIMARY KEY,
    -- Number of the entry of the journal that it tells of, the last one when it gathers several.
    seq BIGINT NOT NULL,
    kind TEXT NOT NULL,
    action TEXT NOT NULL,
    -- What to open, as the contract writes it: tour:, list:, entry:, request:, post:.
    subject TEXT NOT NULL,
    establishment_id TEXT,
    author_id TEXT,
    -- The list whose steps are told together.
    gathered TEXT,
    count BIGINT NOT NULL,
    at TIMESTAMP NOT NULL,
    -- The kinds of notices.
    CONSTRAINT notices_kind CHECK (kind IN ('request_step', 'list_step', 'entry_step', 'tour_step', 'mention', 'thread')),
    -- Something happened at least once.
    CONSTRAINT notices_count CHECK (count > 0),
    -- Who did it has an account; the clock has none.
    CONSTRAINT notices_author FOREIGN KEY (author_id) REFERENCES accounts (id)
);
-- Read newest first; open screens look for the new ones.
CREATE INDEX notices_by_seq ON notices (seq);
-- The steps of one list are gathered.
CREATE INDEX notices_by_gathered ON notices (gathered, action) WHERE gathered IS NOT NULL;

-- Mails: the outbox. Who, not what: the words are made when it leaves.
CREATE TABLE mails (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_attempt_at TIMESTAMP NOT NULL,
    last_error TEXT,
    lease_by TEXT,
    lease_until TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    sent_at TIMESTAMP,
    -- One notice at once, or those of a day.
    CONSTRAINT mails_kind CHECK (kind IN ('immediate', 'digest')),
    -- The states of mails.
    CONSTRAINT mails_state CHECK (state IN ('waiting', 'sent', 'shelved', 'withdrawn')),
    -- Somebody holds it until some instant, or nobody does; only what waits is held.
    CONSTRAINT mails_lease CHECK ((lease_by IS NULL) = (lease_until IS NULL) AND (lease_by IS NULL OR state = 'waiting')),
    -- What was sent left at some instant.
    CONSTRAINT mails_sent CHECK ((state = 'sent') = (sent_at IS NOT NULL)),
    -- What is on the shelf says why.
    CONSTRAINT mails_shelved CHECK (state <> 'shelved' OR last_error IS NOT NULL),
    -- Attempts are counted from none.
    CONSTRAINT mails_attempts CHECK (attempts >= 0),
    -- Somebody receives it.
    CONSTRAINT mails_account FOREIGN KEY (account_id) REFERENCES accounts (id)
);
-- What waits is taken when its time has come.
CREATE INDEX mails_by_state ON mails (state, next_attempt_at);

-- Who is told, by what way, and whether they have read it.
CREATE TABLE notice_recipients (
    notice_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    channel TEXT NOT NULL,
    read_at TIMESTAMP,
    mail_id TEXT,
    version BIGINT NOT NULL,
    -- Each once.
    PRIMARY KEY (notice_id, account_id),
    -- The ways of being told.
    CONSTRAINT notice_recipients_channel CHECK (channel IN ('screen', 'digest', 'immediate')),
    -- What stays on the screen has no mail.
    CONSTRAINT notice_recipients_mailed CHECK (mail_id IS NULL OR channel <> 'screen'),
    -- Versions are numbered from one.
    CONSTRAINT notice_recipients_version CHECK (version > 0),
    -- The notice exists.
    CONSTRAINT notice_recipients_notice FOREIGN KEY (notice_id) REFERENCES notices (id),
    -- So does the account,
    CONSTRAINT notice_recipients_account FOREIGN KEY (account_id) REFERENCES accounts (id),
    -- and the mail.
    CONSTRAINT notice_recipients_mail FOREIGN KEY (mail_id) REFERENCES mails (id)
);
-- People read their own.
CREATE INDEX notice_recipients_by_account ON notice_recipients (account_id, read_at);
-- What is still to be mailed.
CREATE INDEX notice_recipients_to_mail ON notice_recipients (channel, account_id) WHERE mail_id IS NULL AND read_at IS NULL;
-- The notices of a mail.
CREATE INDEX notice_recipients_by_mail ON notice_recipients (mail_id) WHERE mail_id IS NOT NULL;

-- By what way somebody wants to be told of each kind; without a row, by the usual way.
CREATE TABLE notice_settings (
    account_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    channel TEXT NOT NULL,
    -- The same on all rows of an account: they are written together.
    version BIGINT NOT NULL,
    -- One way for each kind.
    PRIMARY KEY (account_id, kind),
    -- The kinds of notices.
    CONSTRAINT notice_settings_kind CHECK (kind IN ('request_step', 'list_step', 'entry_step', 'tour_step', 'mention', 'thread')),
    -- The ways of being told.
    CONSTRAINT notice_settings_channel CHECK (channel IN ('screen', 'digest', 'immediate')),
    -- Versions are numbered from one.
    CONSTRAINT notice_settings_version CHECK (version > 0),
    -- Somebody wants it so.
    CONSTRAINT notice_settings_account FOREIGN KEY (account_id) REFERENCES accounts (id)
);
