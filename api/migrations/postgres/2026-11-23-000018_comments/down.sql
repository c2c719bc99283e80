DROP TABLE comment_readings;
DROP TABLE comment_mentions;
DROP TABLE comments;
