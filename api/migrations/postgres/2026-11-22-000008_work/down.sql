DROP TABLE job_events;
DROP TABLE jobs;
DROP TABLE import_plans;
DROP TABLE imports;
DROP TABLE import_files;
