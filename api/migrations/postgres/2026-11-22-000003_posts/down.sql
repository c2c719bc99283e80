DROP TABLE sigmed_posts;
DROP TABLE posts;
DROP TABLE structures;
