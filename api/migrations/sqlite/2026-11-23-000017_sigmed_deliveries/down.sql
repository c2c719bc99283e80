DROP TABLE sigmed_deliveries;
