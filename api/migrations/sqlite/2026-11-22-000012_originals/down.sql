DROP INDEX imports_by_age;
ALTER TABLE imports DROP COLUMN original_removed_at;
DROP TABLE import_originals;
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
