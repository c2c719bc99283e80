DROP INDEX tour_entries_by_post;
