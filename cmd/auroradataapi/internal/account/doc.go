// Package account asks AWS what the caller's account has: Aurora clusters, their
// instances and the secrets to log in with.
package account
