package bulk_test

import "testing"

func TestZZLoose(t *testing.T) {
	execOn(t, mySQL, "set global sql_mode=''")
	mySQL.Native.SetMaxIdleConns(0)
	mySQL.Native.SetMaxIdleConns(2)
	defer execOn(t, mySQL, "set global sql_mode=default")
	TestMySQLStoresWhatTheNativeDriverStores(t)
}
