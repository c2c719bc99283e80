DROP TRIGGER posts_unchanged;
CREATE TRIGGER posts_unchanged BEFORE UPDATE OF
        id, subject_id, establishment_id, valid_from, valid_to, recorded_at, change_id, kind, sigmed_number,
        local_number, sigmed_type, discipline, speciality, cnu_section, corps, quotity, structure_id,
        attached_to_establishment
    ON posts
BEGIN SELECT RAISE(ABORT, 'posts: a recorded fact is never changed'); END;
DROP INDEX posts_by_parent;
ALTER TABLE posts DROP COLUMN parent_post_id;
