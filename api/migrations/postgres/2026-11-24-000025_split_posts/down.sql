DROP TRIGGER posts_unchanged ON posts;
CREATE TRIGGER posts_unchanged BEFORE UPDATE OF
        id, subject_id, establishment_id, valid_from, valid_to, recorded_at, change_id, kind, sigmed_number,
        local_number, sigmed_type, discipline, speciality, cnu_section, corps, quotity, structure_id,
        attached_to_establishment
    ON posts
    EXECUTE FUNCTION refuse('a recorded fact is never changed');
DROP INDEX posts_by_parent;
ALTER TABLE posts DROP COLUMN parent_post_id;
