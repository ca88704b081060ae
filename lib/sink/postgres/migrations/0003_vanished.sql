-- Documents that later dumps of their accounts lack.

CREATE TABLE vanished_document (
  account_id text COLLATE "C" NOT NULL,
  document_id text COLLATE "C" NOT NULL,
  run_id uuid NOT NULL,
  CONSTRAINT vanished_document_key PRIMARY KEY (account_id, document_id)
);

ALTER TABLE run ADD COLUMN documents_vanished bigint;
ALTER TABLE run ADD COLUMN documents_pruned bigint;

-- Where the others are distributed already.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
    IF EXISTS (SELECT FROM pg_dist_partition
               WHERE logicalrelid = 'trunk'::regclass) THEN
      PERFORM create_distributed_table('vanished_document', 'account_id',
                                       colocate_with => 'trunk');
    END IF;
  END IF;
END
$$;
