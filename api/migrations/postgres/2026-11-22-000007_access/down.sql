DROP TABLE sign_in_attempts;
DROP TABLE refresh_tokens;
DROP TABLE sessions;
DROP TABLE habilitations;
DROP TABLE accounts;
