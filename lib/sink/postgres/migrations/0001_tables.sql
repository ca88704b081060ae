-- Accounts, trunks, devices and numbers; the ledger; what a run needs to be
-- resumed and undone. account_id leads every key. Keys of text compare byte by
-- byte, as the platform's do.

CREATE TABLE account (
  account_id text COLLATE "C" NOT NULL,
  realm text,
  name text,
  twoway_trunks bigint CHECK (twoway_trunks >= 0),
  inbound_trunks bigint CHECK (inbound_trunks >= 0),
  caller_id_name text,
  caller_id_number text,
  emergency_caller_id_name text,
  emergency_caller_id_number text,
  CONSTRAINT account_key PRIMARY KEY (account_id)
);

CREATE TABLE trunk (
  account_id text COLLATE "C" NOT NULL,
  id uuid NOT NULL,
  name text,
  realm text,
  twoway_trunks bigint CHECK (twoway_trunks >= 0),
  inbound_trunks bigint CHECK (inbound_trunks >= 0),
  caller_id_name text,
  caller_id_number text,
  emergency_caller_id_name text,
  emergency_caller_id_number text,
  legacy_document_id text COLLATE "C" NOT NULL,
  legacy_revision text,
  created timestamptz,
  modified timestamptz,
  extra jsonb,
  CONSTRAINT trunk_key PRIMARY KEY (account_id, id)
);

CREATE TABLE device (
  account_id text COLLATE "C" NOT NULL,
  id uuid NOT NULL,
  trunk_id uuid NOT NULL,
  position integer NOT NULL CHECK (position >= 0),
  name text NOT NULL,
  enabled boolean NOT NULL,
  auth_method text NOT NULL CHECK (auth_method IN ('password', 'ip')),
  username text,
  secret text,
  ip inet,
  host text,
  port integer CHECK (port BETWEEN 1 AND 65535),
  invite_format text NOT NULL CHECK (
    invite_format IN ('username', 'npan', '1npan', 'e164', 'strip_plus')),
  media_handling text NOT NULL,
  delay bigint,
  timeout bigint,
  progress_timeout bigint,
  ignore_early_media boolean,
  force_outbound boolean,
  hunt_account_id text,
  hunt_non_reconcilable boolean,
  codecs text[],
  flags text[],
  dynamic_flags text[],
  sip_headers jsonb,
  caller_id_name text,
  caller_id_number text,
  emergency_caller_id_name text,
  emergency_caller_id_number text,
  failover_number text,
  failover_sip text,
  inherited text[],
  extra jsonb,
  CONSTRAINT device_key PRIMARY KEY (account_id, id)
);

CREATE TABLE phone_number (
  account_id text COLLATE "C" NOT NULL,
  id uuid NOT NULL,
  number text COLLATE "C" NOT NULL,
  trunk_id uuid NOT NULL,
  device_id uuid NOT NULL,
  live boolean NOT NULL,
  claim_rank integer NOT NULL CHECK (claim_rank >= 0),
  legacy_document_id text COLLATE "C" NOT NULL,
  caller_id_name text,
  caller_id_number text,
  failover_number text,
  failover_sip text,
  number_failover_number text,
  number_failover_sip text,
  force_outbound boolean,
  media_handling text,
  delay bigint,
  timeout bigint,
  progress_timeout bigint,
  ignore_early_media boolean,
  options text[],
  inherited text[],
  extra jsonb,
  CONSTRAINT phone_number_key PRIMARY KEY (account_id, id)
);

CREATE TABLE legacy_document (
  account_id text COLLATE "C" NOT NULL,
  document_id text COLLATE "C" NOT NULL,
  revision text,
  content_hash text NOT NULL,
  record_hash text,
  input text NOT NULL,
  byte_offset bigint NOT NULL,
  line bigint NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('loaded', 'deleted')),
  changes json,
  run_id uuid NOT NULL,
  CONSTRAINT legacy_document_key PRIMARY KEY (account_id, document_id)
);

CREATE TABLE unconverted_document (
  account_id text COLLATE "C" NOT NULL,
  document_id text COLLATE "C" NOT NULL,
  content_hash text COLLATE "C" NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('rejected', 'deleted')),
  input text NOT NULL,
  byte_offset bigint NOT NULL,
  line bigint NOT NULL,
  stage text CHECK (
    stage IN ('parse', 'identify', 'check', 'bind', 'load')),
  reasons json,
  document bytea NOT NULL,
  run_id uuid NOT NULL,
  CONSTRAINT unconverted_document_key
    PRIMARY KEY (account_id, document_id, content_hash)
);

CREATE TABLE legacy_account (
  account_id text COLLATE "C" NOT NULL,
  revision text,
  content_hash text NOT NULL,
  name text,
  realm text,
  caller_id_name text,
  caller_id_number text,
  emergency_caller_id_name text,
  emergency_caller_id_number text,
  CONSTRAINT legacy_account_key PRIMARY KEY (account_id)
);

CREATE TABLE legacy_limits (
  account_id text COLLATE "C" NOT NULL,
  revision text,
  content_hash text NOT NULL,
  twoway_trunks bigint CHECK (twoway_trunks >= 0),
  inbound_trunks bigint CHECK (inbound_trunks >= 0),
  CONSTRAINT legacy_limits_key PRIMARY KEY (account_id)
);

CREATE TABLE legacy_number (
  account_id text COLLATE "C" NOT NULL,
  number text COLLATE "C" NOT NULL,
  revision text,
  content_hash text NOT NULL,
  used_by text,
  state text,
  failover_number text,
  failover_sip text,
  CONSTRAINT legacy_number_key PRIMARY KEY (account_id, number)
);

CREATE TABLE run (
  id uuid NOT NULL,
  started timestamptz NOT NULL,
  finished timestamptz,
  status text NOT NULL CHECK (
    status IN ('running', 'complete', 'interrupted', 'undone')),
  version text NOT NULL,
  rules_version text NOT NULL,
  inputs jsonb NOT NULL,
  options jsonb NOT NULL,
  documents_read bigint,
  documents_loaded bigint,
  documents_unchanged bigint,
  documents_superseded bigint,
  documents_rejected bigint,
  documents_skipped bigint,
  client text,
  undoes uuid,
  CONSTRAINT run_key PRIMARY KEY (id)
);
COMMENT ON COLUMN run.client IS 'who runs it: user, host and process';
COMMENT ON COLUMN run.undoes IS 'the run that this one took back';

CREATE TABLE run_part (
  run_id uuid NOT NULL,
  part bigint NOT NULL,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  CONSTRAINT run_part_key PRIMARY KEY (run_id, part)
);
COMMENT ON TABLE run_part IS
  'The transactions of each run: what is there was committed, and a row that '
  'another transaction wrote was changed by somebody else';

CREATE TABLE before_image (
  account_id text COLLATE "C" NOT NULL,
  run_id uuid NOT NULL,
  table_name text NOT NULL,
  id text COLLATE "C" NOT NULL,
  action text NOT NULL CHECK (
    action IN ('insert', 'update', 'delete', 'nothing')),
  image json,
  CONSTRAINT before_image_key PRIMARY KEY (account_id, run_id, table_name, id)
);
COMMENT ON TABLE before_image IS
  'What a run did to rows beside others, and how they were before';
CREATE INDEX before_image_run ON before_image (run_id);

CREATE TABLE dropped_key (
  position integer NOT NULL,
  definition text NOT NULL,
  CONSTRAINT dropped_key_key PRIMARY KEY (position)
);
COMMENT ON TABLE dropped_key IS
  'Keys and indexes to be made again when a first load is complete';
