DROP TABLE headships;
DROP TABLE conventions;
DROP TABLE affectations;
