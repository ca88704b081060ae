-- What rows refer to, and what they are looked up by.

ALTER TABLE device ADD CONSTRAINT device_trunk
  FOREIGN KEY (account_id, trunk_id) REFERENCES trunk (account_id, id);
CREATE INDEX device_of_trunk ON device (account_id, trunk_id);

ALTER TABLE phone_number ADD CONSTRAINT phone_number_device
  FOREIGN KEY (account_id, device_id) REFERENCES device (account_id, id);
CREATE INDEX phone_number_of_trunk ON phone_number (account_id, trunk_id);
CREATE INDEX phone_number_number ON phone_number (account_id, number);

CREATE INDEX legacy_document_run ON legacy_document (run_id);
CREATE INDEX unconverted_document_run ON unconverted_document (run_id);
