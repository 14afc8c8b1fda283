package postgres

import "strings"

// IsHarmless reports whether a function of PostgreSQL, by its name, changes
// nothing, so that a query that calls it may be run once more. It knows those that
// queries are made of; of any other it says no. log, reverse and sign are not among
// them: somebody may have functions of these names that do what they say.
func IsHarmless(function string) bool {
	return harmless(strings.TrimPrefix(function, "pg_catalog."))
}

var harmless = set(`
	cast coalesce extract greatest grouping least nullif overlay position substring treat trim xmlattributes xmlconcat xmlelement
	xmlexists xmlforest xmlparse xmlpi xmlroot xmlserialize xmltable json_array json_exists json_object json_query json_scalar
	json_serialize json_table json_value bernoulli system

	abs ceil ceiling degrees div exp floor ln log10 mod pi power radians random round scale sqrt trunc width_bucket
	acos asin atan atan2 cos cot sin tan gcd lcm factorial

	ascii btrim bit_length char_length character_length chr concat concat_ws convert_from convert_to decode encode format
	initcap left length lower lpad ltrim md5 normalize octet_length quote_ident quote_literal quote_nullable regexp_count
	regexp_instr regexp_like regexp_match regexp_matches regexp_replace regexp_split_to_array regexp_split_to_table
	regexp_substr repeat replace right rpad rtrim sha224 sha256 sha384 sha512 split_part starts_with
	string_to_array string_to_table strpos substr to_ascii to_hex translate unistr upper get_bit get_byte set_bit set_byte

	age clock_timestamp date_bin date_part date_trunc isfinite justify_days justify_hours justify_interval make_date
	make_interval make_time make_timestamp make_timestamptz now statement_timestamp timeofday timezone to_char to_date
	to_number to_timestamp transaction_timestamp date time timetz timestamp timestamptz interval

	array_agg array_append array_cat array_dims array_fill array_length array_lower array_ndims array_position
	array_positions array_prepend array_remove array_replace array_to_string array_upper cardinality trim_array unnest
	generate_series generate_subscripts

	avg bit_and bit_or bool_and bool_or any_value count every max min string_agg sum corr covar_pop covar_samp stddev
	stddev_pop stddev_samp variance var_pop var_samp mode percentile_cont percentile_disc range_agg range_intersect_agg
	row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value

	json_agg json_array_elements json_array_elements_text json_array_length json_build_array json_build_object json_each
	json_each_text json_extract_path json_extract_path_text json_object_agg json_object_keys json_populate_record
	json_populate_recordset json_strip_nulls json_to_record json_to_recordset json_typeof row_to_json to_json array_to_json
	jsonb jsonb_agg jsonb_array_elements jsonb_array_elements_text jsonb_array_length jsonb_build_array jsonb_build_object
	jsonb_each jsonb_each_text jsonb_extract_path jsonb_extract_path_text jsonb_insert jsonb_object jsonb_object_agg
	jsonb_object_keys jsonb_path_exists jsonb_path_match jsonb_path_query jsonb_path_query_array jsonb_path_query_first
	jsonb_populate_record jsonb_populate_recordset jsonb_pretty jsonb_set jsonb_set_lax jsonb_strip_nulls jsonb_to_record
	jsonb_to_recordset jsonb_typeof to_jsonb xmlagg xmlcomment xml_is_well_formed xpath xpath_exists

	area center diameter height width radius slope npoints pclose popen isclosed isopen point line lseg box path polygon circle
	bound_box diagonal abbrev broadcast family host hostmask inet_merge inet_same_family macaddr8_set7bit masklen netmask
	network set_masklen cidr inet
	int4range int8range numrange tsrange tstzrange daterange int4multirange int8multirange nummultirange tsmultirange
	tstzmultirange datemultirange multirange isempty lower_inc lower_inf upper_inc upper_inf range_merge

	array_to_tsvector get_current_ts_config numnode phraseto_tsquery plainto_tsquery querytree setweight strip to_tsquery
	to_tsvector tsquery_phrase ts_headline ts_rank ts_rank_cd tsvector_to_array websearch_to_tsquery

	gen_random_uuid uuid_generate_v4 uuidv4 uuidv7 num_nonnulls num_nulls hashtext
	bool int2 int4 int8 float4 float8 numeric text varchar bpchar name oid money bytea

	current_catalog current_database current_query current_role current_schema current_schemas current_setting current_user
	inet_client_addr inet_server_addr pg_backend_pid pg_typeof session_user version txid_current_if_assigned
	col_description format_type has_any_column_privilege has_column_privilege has_database_privilege has_function_privilege
	has_schema_privilege has_sequence_privilege has_table_privilege obj_description shobj_description pg_char_to_encoding
	pg_encoding_to_char pg_function_is_visible pg_get_constraintdef pg_get_expr pg_get_function_arguments
	pg_get_function_identity_arguments pg_get_function_result pg_get_functiondef pg_get_indexdef pg_get_keywords
	pg_get_partkeydef pg_get_ruledef pg_get_serial_sequence pg_get_triggerdef pg_get_userbyid pg_get_viewdef
	pg_column_size pg_database_size pg_has_role pg_index_column_has_property pg_indexes_size pg_relation_size
	pg_size_pretty pg_table_is_visible pg_table_size pg_total_relation_size pg_type_is_visible pg_options_to_table
	to_regclass to_regnamespace to_regproc to_regprocedure to_regrole to_regtype regclass
`)
