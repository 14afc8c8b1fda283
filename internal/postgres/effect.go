package postgres

import "strings"

// Acts reports whether a function of PostgreSQL, by its name, does something or
// returns another value each time, and returns no set. It knows those that are in
// use; of any other it says no, as [IsHarmless] does.
func Acts(function string) bool { return acting(strings.TrimPrefix(function, "pg_catalog.")) }

// ReturnsSet reports whether a harmless function returns a set.
func ReturnsSet(function string) bool {
	return returningSets(strings.TrimPrefix(function, "pg_catalog."))
}

var acting = set(`
	nextval setval currval lastval random setseed random_normal pg_sleep pg_sleep_for pg_sleep_until
	pg_notify set_config txid_current pg_current_xact_id pg_export_snapshot
	pg_advisory_xact_lock pg_advisory_xact_lock_shared pg_try_advisory_xact_lock pg_try_advisory_xact_lock_shared
	pg_cancel_backend pg_terminate_backend pg_reload_conf pg_stat_reset pg_stat_clear_snapshot
	crypt gen_salt gen_random_bytes digest hmac uuid_generate_v1 uuid_generate_v1mc
	lo_creat lo_create lo_from_bytea lo_open lo_close lo_put lo_unlink lo_lseek lo_lseek64 lo_tell lo_tell64 lo_truncate lo_truncate64 lowrite
`)

// returningSets are the harmless functions that return sets.
var returningSets = set(`
	generate_series generate_subscripts unnest regexp_matches regexp_split_to_table string_to_table xmltable json_table
	json_array_elements json_array_elements_text json_each json_each_text json_object_keys json_populate_recordset json_to_recordset
	jsonb_array_elements jsonb_array_elements_text jsonb_each jsonb_each_text jsonb_object_keys jsonb_populate_recordset jsonb_to_recordset
	jsonb_path_query pg_get_keywords pg_options_to_table
`)
