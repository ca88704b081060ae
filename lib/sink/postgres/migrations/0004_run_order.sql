-- Runs in the order in which they came, whatever clocks said.

ALTER TABLE run ADD COLUMN number bigint;
-- Of earlier runs it is known from their transactions. One that has none did
-- nothing: it stands where its time was.
UPDATE run SET number = o.place
FROM (
  SELECT r.id, row_number() OVER (
    ORDER BY coalesce(w.xid, (
      SELECT max(e.xid)
      FROM (SELECT q.run_id, min(q.xid::text::numeric) AS xid
            FROM run_part q GROUP BY q.run_id) e
      JOIN run b ON b.id = e.run_id WHERE b.started <= r.started), 0),
      r.started, r.id) AS place
  FROM run r
  LEFT JOIN (SELECT p.run_id, min(p.xid::text::numeric) AS xid
             FROM run_part p GROUP BY p.run_id) w ON w.run_id = r.id) o
WHERE o.id = run.id;
ALTER TABLE run ALTER COLUMN number SET NOT NULL;
ALTER TABLE run ADD CONSTRAINT run_number UNIQUE (number);
COMMENT ON COLUMN run.number IS 'the order of runs; clocks may go back';

ALTER TABLE run ADD COLUMN take_back text
  CHECK (take_back IN ('may', 'must'));
COMMENT ON COLUMN run.take_back IS
  'whether what it did goes, should it reject too much (may), or is to go, '
  'because it did (must)';

-- What a device that goes is looked up by: an account may have many numbers.
CREATE INDEX phone_number_of_device ON phone_number (account_id, device_id);
