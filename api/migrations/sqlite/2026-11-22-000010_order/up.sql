-- The first page of a list of a hospital is read in its order instead of sorting everything the hospital ever had: the
-- expressions are those of the lists, where nothing comes first and letters compare by bytes.
CREATE INDEX posts_in_order ON posts
    (establishment_id, COALESCE(sigmed_number, ''), COALESCE(local_number, ''), subject_id);
CREATE INDEX practitioners_in_order ON practitioners
    (establishment_id, COALESCE(usual_name, ''), COALESCE(first_names, ''), subject_id);
CREATE INDEX affectations_in_order ON affectations
    (establishment_id, COALESCE(service_id, ''), COALESCE(rank, ''), subject_id);

-- The file of a person and the occupants of a post are asked for by themselves, without their hospital.
CREATE INDEX affectations_by_practitioner ON affectations (practitioner_id);
CREATE INDEX affectations_by_post ON affectations (post_id);
CREATE INDEX statuses_by_practitioner ON statuses (practitioner_id);
CREATE INDEX positions_by_practitioner ON positions (practitioner_id);
