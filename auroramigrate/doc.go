// Package auroramigrate gives golang-migrate the databases of Aurora over the RDS
// Data API.
package auroramigrate
