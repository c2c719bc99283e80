DROP TABLE import_profiles;
DROP TABLE code_mappings;
