// Package auroragorm opens Aurora for GORM over the RDS Data API.
package auroragorm
