DROP TABLE post_documents;
DROP TABLE post_profiles;
