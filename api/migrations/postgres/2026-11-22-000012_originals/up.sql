-- Kept files are sealed: each belongs to one import, is bound to it, and goes after ninety days. Files kept in the clear by
-- an earlier program are removed here, for SQL cannot seal them: their plans stay, and they can be sent again.

-- The bytes that were sent, compressed and encrypted in parts; the key is not in the database.
CREATE TABLE import_originals (
    import_id TEXT NOT NULL,
    part INTEGER NOT NULL,
    key_id TEXT NOT NULL,
    bytes BYTEA NOT NULL,
    -- Parts of an original are numbered; each is stored once.
    PRIMARY KEY (import_id, part),
    -- Parts are numbered from zero.
    CONSTRAINT import_originals_part CHECK (part >= 0),
    -- An original is that of an import.
    CONSTRAINT import_originals_import FOREIGN KEY (import_id) REFERENCES imports (id)
);
DROP TABLE import_files;
-- When the original of an import was removed; nothing that needs it can be asked from then on.
ALTER TABLE imports ADD COLUMN original_removed_at TIMESTAMP;
UPDATE imports SET original_removed_at = created_at;
-- Those that are old enough to be removed are looked for each day.
CREATE INDEX imports_by_age ON imports (created_at) WHERE original_removed_at IS NULL;
