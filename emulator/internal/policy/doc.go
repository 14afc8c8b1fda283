// Package policy decides by identity-based IAM policies whether an action is
// allowed. It reads the JSON documents of the page "IAM JSON policy element
// reference" of the IAM User Guide, and refuses what it does not know: an operator
// or key that was passed over would let through, or hold back, what AWS does not.
package policy
