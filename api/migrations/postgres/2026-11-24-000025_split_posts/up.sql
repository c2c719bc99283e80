-- The split post of which a post is a part; nothing for a whole post.
ALTER TABLE posts ADD COLUMN parent_post_id TEXT;
-- The parts of one post are read together.
CREATE INDEX posts_by_parent ON posts (parent_post_id) WHERE parent_post_id IS NOT NULL;
-- What has been said is never changed, whose part it is included.
DROP TRIGGER posts_unchanged ON posts;
CREATE TRIGGER posts_unchanged BEFORE UPDATE OF
        id, subject_id, establishment_id, valid_from, valid_to, recorded_at, change_id, kind, sigmed_number,
        local_number, sigmed_type, discipline, speciality, cnu_section, corps, quotity, structure_id,
        attached_to_establishment, parent_post_id
    ON posts
    EXECUTE FUNCTION refuse('a recorded fact is never changed');
