DROP TABLE exercise_periods;
DROP TABLE contracts;
DROP TABLE positions;
DROP TABLE steps;
DROP TABLE statuses;
DROP TABLE practitioners;
