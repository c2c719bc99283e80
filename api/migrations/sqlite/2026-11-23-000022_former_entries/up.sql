-- What became of a post in its former tour is asked for by the post, without its tour.
CREATE INDEX tour_entries_by_post ON tour_entries (post_id);
