DROP TABLE notice_settings;
DROP TABLE notice_recipients;
DROP TABLE mails;
DROP TABLE notices;
