package emulator

import (
	"context"
	"fmt"
	"strings"
)

// auroraMySQLVersion is what a private server of whatever product stands in for.
const auroraMySQLVersion = "8.0.mysql_aurora.3.08.0"

// AuroraVersion implements backend.
func (m *mySQL) AuroraVersion() string {
	if m.private == nil {
		return ""
	}
	return auroraMySQLVersion
}

// SetPassword implements backend.
func (m *mySQL) SetPassword(ctx context.Context, username, password string) error {
	err := m.administer(ctx, "ALTER USER "+quoteMySQL(username)+"@'%' IDENTIFIED BY "+quoteMySQL(password))
	if err != nil {
		return fmt.Errorf("set the master user's password: %w", err)
	}
	dsn := m.privateDSN(username, password)
	m.dsn.Store(&dsn)
	return nil
}

// CreateDatabase implements backend. The master user may do everything in every
// database.
func (m *mySQL) CreateDatabase(ctx context.Context, name, _ string) error {
	if err := m.administer(ctx, "CREATE DATABASE IF NOT EXISTS "+quote(name, "`")); err != nil {
		return fmt.Errorf("create database %s: %w", name, err)
	}
	return nil
}

// administer works as the administrator of a private server.
func (m *mySQL) administer(ctx context.Context, sql string) error {
	server := m.server
	server.User, server.Password, server.Database = administratorName, m.admin, ""
	return server.Run(ctx, sql)
}

// quoteMySQL makes a string constant.
func quoteMySQL(text string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(text) + "'"
}
