package emulator

import (
	"fmt"
	"strings"
)

// auroraExtensions are those of Aurora PostgreSQL that PostgreSQL lets only a
// superuser create, as far as they are to be had elsewhere (AWS page
// "AuroraPostgreSQL.Extensions", "Extensions supported for Aurora PostgreSQL").
// Those that its rds_superuser may create by himself, the trusted ones, need no
// list. Left out are dblink and orafce: his they would be, and then the one logs in
// elsewhere with what the server's account has, and the other's utl_file reads and
// writes that account's files.
var auroraExtensions = []string{
	"address_standardizer", "address_standardizer_data_us", "bloom", "earthdistance", "h3", "h3_postgis", "hll", "hypopg", "intagg", "ip4r",
	"moddatetime", "old_snapshot", "pg_bigm", "pg_buffercache", "pg_cron", "pg_freespacemap", "pg_hint_plan", "pg_partman",
	"pg_prewarm", "pg_proctab", "pg_repack", "pg_similarity", "pg_stat_statements", "pg_visibility", "pgaudit", "pgrouting", "pgrowlocks",
	"pgstattuple", "pgtap", "plv8", "postgis", "postgis_raster", "postgis_tiger_geocoder", "postgis_topology", "postgres_fdw", "prefix", "rdkit",
	"sslinfo", "test_parser", "tsm_system_rows", "tsm_system_time", "vector",
}

// allowExtensions has a database let members of rds_superuser create them. An event
// trigger makes the user a superuser in front of CREATE EXTENSION, and another takes
// that back behind it, in the same transaction: no other session sees it, no other
// statement runs with it, and an error takes it back, too. The first one goes by the
// words of the statement, the second by what there is: an extension that is not
// listed is refused as PostgreSQL refuses it. They count as parts of plpgsql, so that
// pg_dump leaves them out.
const allowExtensions = `
CREATE FUNCTION pg_catalog.rds_extension_start() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $f$
BEGIN
  IF current_setting('role') <> 'none' OR NOT pg_has_role(session_user, 'rds_superuser', 'MEMBER')
    OR NOT has_database_privilege(session_user, current_database(), 'CREATE') THEN
    RETURN;
  END IF;
  UPDATE pg_authid SET rolsuper = true WHERE rolname = session_user AND NOT rolsuper AND EXISTS (
    SELECT FROM pg_available_extension_versions WHERE superuser AND NOT trusted
      AND name = ANY (%[1]s) AND position(name IN lower(current_query())) > 0);
END $f$;

CREATE FUNCTION pg_catalog.rds_extension_end() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $f$
DECLARE refused name;
BEGIN
  SELECT e.extname INTO refused
  FROM pg_extension e JOIN pg_authid a ON a.oid = e.extowner
    JOIN pg_available_extension_versions v ON v.name = e.extname AND v.version = e.extversion
  WHERE a.rolname = session_user AND a.oid <> 10 AND v.superuser AND NOT v.trusted AND e.extname <> ALL (%[1]s);
  IF FOUND THEN
    RAISE insufficient_privilege USING MESSAGE = format('permission denied to create extension "%%s"', refused),
      HINT = 'Must be superuser to create this extension.';
  END IF;
  UPDATE pg_authid SET rolsuper = false WHERE rolname = session_user AND rolsuper AND oid <> 10;
END $f$;

CREATE EVENT TRIGGER rds_extension_start ON ddl_command_start WHEN TAG IN ('CREATE EXTENSION') EXECUTE FUNCTION pg_catalog.rds_extension_start();

CREATE EVENT TRIGGER rds_extension_end ON ddl_command_end WHEN TAG IN ('CREATE EXTENSION') EXECUTE FUNCTION pg_catalog.rds_extension_end();

ALTER EVENT TRIGGER rds_extension_start ENABLE ALWAYS;

ALTER EVENT TRIGGER rds_extension_end ENABLE ALWAYS;

ALTER EXTENSION plpgsql ADD EVENT TRIGGER rds_extension_start;

ALTER EXTENSION plpgsql ADD EVENT TRIGGER rds_extension_end;

ALTER EXTENSION plpgsql ADD FUNCTION pg_catalog.rds_extension_start();

ALTER EXTENSION plpgsql ADD FUNCTION pg_catalog.rds_extension_end();
`

// setupStatements are what the superuser does in the databases of new data.
func setupStatements() string {
	return makeRDSSuperuser + fmt.Sprintf(allowExtensions, "'{"+strings.Join(auroraExtensions, ",")+"}'")
}
