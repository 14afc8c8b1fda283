// Package account is what an AWS account has as far as the Data API needs it:
// clusters, their instances, and secrets. It knows nothing of requests, protocols
// or database servers.
//
// A [State] is never changed once it can be seen: [Account.Update] works on a
// copy, which takes the place of the former one when it is complete and, where
// the account is kept in a file, written.
package account
