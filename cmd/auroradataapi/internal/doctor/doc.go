// Package doctor finds out why a cluster does not answer over the Data API, from the
// caller's credentials to the login, and says which command mends it.
package doctor
