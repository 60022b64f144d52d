"""The tables of a ledger, and what keeps them from being changed: made by an administrator, once.

The role that records may read and add, nothing else. Whatever somebody is granted later, triggers refuse to
change or remove an entry, to add one that does not follow the last by number and hash, and to add what is no
entry at all: otherwise a single row would keep everybody from reading.
"""

from __future__ import annotations

from typing import get_args

from psycopg import sql

from protocols.entries import What

VERSION = 2
"""The version of the tables that this Stepward knows."""

STEPS: dict[int, str] = {
    1: """
CREATE TABLE {ledger}.about (version integer PRIMARY KEY);

CREATE TABLE {ledger}.entries (
    number bigint PRIMARY KEY,
    digest text NOT NULL,
    body text NOT NULL,
    file text UNIQUE
);
COMMENT ON COLUMN {ledger}.entries.digest IS 'SHA-256, in hex, of the digest before and the body';
COMMENT ON COLUMN {ledger}.entries.file IS 'the file of the ledger that begins with this entry';

CREATE TABLE {ledger}.moves (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    state text NOT NULL CHECK (state IN ('arriving', 'here', 'left')),
    place text NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE {ledger}.moves IS 'where the ledger came from or went; the last row counts';

CREATE FUNCTION {ledger}.follows() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    last record;
BEGIN
    SELECT number, digest INTO last FROM {ledger}.entries ORDER BY number DESC LIMIT 1;
    IF NEW.number <> coalesce(last.number, 0) + 1
    OR NEW.digest <> encode(sha256(convert_to(coalesce(last.digest, '') || NEW.body, 'UTF8')), 'hex') THEN
        RAISE EXCEPTION 'entry % does not follow the last one', NEW.number
        USING ERRCODE = 'serialization_failure';
    END IF;
    IF (SELECT state FROM {ledger}.moves ORDER BY number DESC LIMIT 1) = 'left' THEN
        RAISE EXCEPTION 'the ledger was moved elsewhere' USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION {ledger}.stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'what was recorded in a ledger is never changed' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION {ledger}.tell() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_notify({channel}, '');
    RETURN NULL;
END $$;

CREATE TRIGGER follows BEFORE INSERT ON {ledger}.entries
    FOR EACH ROW EXECUTE FUNCTION {ledger}.follows();
CREATE TRIGGER tell AFTER INSERT ON {ledger}.entries
    FOR EACH STATEMENT EXECUTE FUNCTION {ledger}.tell();
CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON {ledger}.entries
    FOR EACH STATEMENT EXECUTE FUNCTION {ledger}.stays();
CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON {ledger}.moves
    FOR EACH STATEMENT EXECUTE FUNCTION {ledger}.stays();

INSERT INTO {ledger}.about (version) VALUES (1);
""",
    2: r"""
CREATE TABLE {ledger}.kinds (kind text PRIMARY KEY);
COMMENT ON TABLE {ledger}.kinds IS 'the kinds of entry that the Stepward knows which set these tables up';

CREATE FUNCTION {ledger}.is_entry(place bigint, body text) RETURNS boolean LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    entry json;
BEGIN
    IF body !~ '^[{{][ -~]*[}}]$' THEN
        RETURN false;
    END IF;
    entry := regexp_replace(body, '(?<!\\)((?:\\\\)*)\\u0000', '\1?', 'g')::json;
    RETURN coalesce(
        entry ->> 'number' = place::text
        AND json_typeof(entry -> 'id') = 'string' AND json_typeof(entry -> 'patient') = 'string'
        AND json_typeof(entry -> 'zone') = 'string' AND json_typeof(entry -> 'by' -> 'name') = 'string'
        AND isfinite((entry ->> 'at')::timestamptz) AND isfinite((entry ->> 'recorded')::timestamptz)
        AND entry -> 'what' ->> 'kind' IN (SELECT kind FROM {ledger}.kinds),
        false
    );
EXCEPTION WHEN others THEN
    RETURN false;
END $$;

CREATE OR REPLACE FUNCTION {ledger}.follows() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    last record;
BEGIN
    SELECT number, digest INTO last FROM {ledger}.entries ORDER BY number DESC LIMIT 1;
    IF NEW.number <> coalesce(last.number, 0) + 1
    OR NEW.digest <> encode(sha256(convert_to(coalesce(last.digest, '') || NEW.body, 'UTF8')), 'hex') THEN
        RAISE EXCEPTION 'entry % does not follow the last one', NEW.number
        USING ERRCODE = 'serialization_failure';
    END IF;
    IF (SELECT state FROM {ledger}.moves ORDER BY number DESC LIMIT 1) = 'left' THEN
        RAISE EXCEPTION 'the ledger was moved elsewhere' USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    IF NOT {ledger}.is_entry(NEW.number, NEW.body) THEN
        RAISE EXCEPTION 'what was to be entry % is none that these tables know', NEW.number
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

INSERT INTO {ledger}.about (version) VALUES (2);
""",
}
"""What leads to each version of the tables from the one before."""

_ROLE = """
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {role_name}) THEN
        CREATE ROLE {role} NOLOGIN;
    END IF;
END $$;
"""

_SCHEMA = """
CREATE SCHEMA IF NOT EXISTS {ledger};
"""

_KINDS = """
INSERT INTO {ledger}.kinds (kind) SELECT unnest({kinds}::text[]) ON CONFLICT DO NOTHING;
"""
"""Done at each setup: a newer Stepward may know more kinds of entry."""

_GRANTS = """
REVOKE ALL ON SCHEMA {ledger} FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA {ledger} FROM PUBLIC, {role};
GRANT USAGE ON SCHEMA {ledger} TO {role};
GRANT SELECT ON {ledger}.about, {ledger}.entries, {ledger}.kinds, {ledger}.moves TO {role};
GRANT INSERT ON {ledger}.entries TO {role};
"""


def setup(ledger: str, role: str, there: int = 0) -> list[sql.Composed]:
    """What an administrator runs, in one transaction, where the tables have version `there`, 0 for none."""
    texts = [_ROLE, _SCHEMA, *(STEPS[version] for version in range(there + 1, VERSION + 1)), _KINDS, _GRANTS]
    names = {
        "ledger": sql.Identifier(ledger),
        "channel": sql.Literal(f"stepward_{ledger}"),
        "role": sql.Identifier(role),
        "role_name": sql.Literal(role),
        "kinds": sql.Literal(sorted(kind.__struct_config__.tag for kind in get_args(What))),
    }
    return [sql.SQL(text).format(**names) for text in texts]
