DROP TABLE tour_entries;
DROP TABLE tour_lists;
DROP TABLE tours;
