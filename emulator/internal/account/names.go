package account

import (
	"crypto/rand"
	"fmt"
	"strings"
)

// Names makes the ARNs of an account in a region.
type Names struct{ Region, ID string }

// Cluster gives the ARN of the cluster with that identifier.
func (n Names) Cluster(identifier string) string { return n.rds() + "cluster:" + identifier }

// Instance gives the ARN of the instance with that identifier.
func (n Names) Instance(identifier string) string { return n.rds() + "db:" + identifier }

func (n Names) rds() string { return "arn:aws:rds:" + n.Region + ":" + n.ID + ":" }

// Secret gives the ARN of a secret.
func (n Names) Secret(s *Secret) string { return n.secrets() + s.Name + "-" + s.Suffix }

func (n Names) secrets() string {
	return "arn:aws:secretsmanager:" + n.Region + ":" + n.ID + ":secret:"
}

// Key gives the ARN of the key that an account's secrets are encrypted with unless
// another one is named.
func (n Names) Key() string {
	return "arn:aws:kms:" + n.Region + ":" + n.ID + ":alias/aws/secretsmanager"
}

// The letters of the random parts of names.
const (
	letters         = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	capitals        = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	resourceLetters = 26
	suffixLetters   = 6
)

// NewResourceID gives the immutable id of a new cluster or instance, behind the
// prefix that tells which, such as "cluster-".
func NewResourceID(prefix string) string { return prefix + random(capitals, resourceLetters) }

// NewSuffix gives the ending of the ARN of a new secret.
func NewSuffix() string { return random(letters, suffixLetters) }

// NewUUID gives a random UUID.
func NewUUID() string {
	var b [16]byte
	rand.Read(b[:]) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// random draws letters; that some are a little likelier than others harms nothing.
func random(from string, n int) string {
	var text strings.Builder
	octets := make([]byte, n)
	rand.Read(octets) // never fails
	for _, o := range octets {
		text.WriteByte(from[int(o)%len(from)])
	}
	return text.String()
}
