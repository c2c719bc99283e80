DROP TABLE sites;
DROP TABLE establishments;
DROP TABLE nomenclatures;
