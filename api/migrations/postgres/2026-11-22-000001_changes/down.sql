DROP TABLE heads;
DROP TABLE seals;
DROP TABLE changes;
DROP FUNCTION refuse();
