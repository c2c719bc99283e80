-- The change feed reads changes in their order, past the events between them.
CREATE INDEX changes_of_facts ON changes (seq) WHERE kind IS NULL;

-- What a change recorded, and what it superseded, is found without reading all that its establishment ever had.
CREATE INDEX nomenclatures_by_change ON nomenclatures (change_id, subject_id);
CREATE INDEX establishments_by_change ON establishments (change_id, subject_id);
CREATE INDEX sites_by_change ON sites (change_id, subject_id);
CREATE INDEX structures_by_change ON structures (change_id, subject_id);
CREATE INDEX posts_by_change ON posts (change_id, subject_id);
CREATE INDEX sigmed_posts_by_change ON sigmed_posts (change_id, subject_id);
CREATE INDEX practitioners_by_change ON practitioners (change_id, subject_id);
CREATE INDEX statuses_by_change ON statuses (change_id, subject_id);
CREATE INDEX steps_by_change ON steps (change_id, subject_id);
CREATE INDEX positions_by_change ON positions (change_id, subject_id);
CREATE INDEX contracts_by_change ON contracts (change_id, subject_id);
CREATE INDEX affectations_by_change ON affectations (change_id, subject_id);
CREATE INDEX conventions_by_change ON conventions (change_id, subject_id);
CREATE INDEX exercise_periods_by_change ON exercise_periods (change_id, subject_id);
CREATE INDEX headships_by_change ON headships (change_id, subject_id);
CREATE INDEX code_mappings_by_change ON code_mappings (change_id, subject_id);
CREATE INDEX import_profiles_by_change ON import_profiles (change_id, subject_id);
CREATE INDEX nomenclatures_by_superseding ON nomenclatures (superseded_by, subject_id) WHERE superseded_by IS NOT NULL;
CREATE INDEX establishments_by_superseding ON establishments (superseded_by, subject_id) WHERE superseded_by IS NOT NULL;
CREATE INDEX sites_by_superseding ON sites (superseded_by, subject_id) WHERE superseded_by IS NOT NULL;
CREATE INDEX structures_by_superseding ON structures (superseded_by, subject_id) WHERE superseded_by IS NOT NULL;
CREATE INDEX posts_by_superseding ON posts (superseded_by, subject_id) WHERE superseded_by IS NOT NULL;
CREATE INDEX sigmed_posts_by_superseding ON sigmed_posts (superseded_by, subject_id) WHERE superseded_by IS NOT NULL;
CREATE INDEX practitioners_by_superseding ON practitioners (superseded_by, subject_id) WHERE superseded_by IS NOT NULL;
CREATE INDEX statuses_by_superseding ON statuses (superseded_by, subject_id) WHERE superseded_by IS NOT NULL;
CREATE INDEX steps_by_superseding ON steps (superseded_by, subject_id) WHERE superseded_by IS NOT NULL;
CREATE INDEX positions_by_superseding ON positions (superseded_by, subject_id) WHERE superseded_by IS NOT NULL;
CREATE INDEX contracts_by_superseding ON contracts (superseded_by, subject_id) WHERE superseded_by IS NOT NULL;
CREATE INDEX affectations_by_superseding ON affectations (superseded_by, subject_id) WHERE superseded_by IS NOT NULL;
CREATE INDEX conventions_by_superseding ON conventions (superseded_by, subject_id) WHERE superseded_by IS NOT NULL;
CREATE INDEX exercise_periods_by_superseding ON exercise_periods (superseded_by, subject_id) WHERE superseded_by IS NOT NULL;
CREATE INDEX headships_by_superseding ON headships (superseded_by, subject_id) WHERE superseded_by IS NOT NULL;
CREATE INDEX code_mappings_by_superseding ON code_mappings (superseded_by, subject_id) WHERE superseded_by IS NOT NULL;
CREATE INDEX import_profiles_by_superseding ON import_profiles (superseded_by, subject_id) WHERE superseded_by IS NOT NULL;
