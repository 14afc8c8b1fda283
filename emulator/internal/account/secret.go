package account

import (
	"bytes"
	"slices"
	"time"
)

// The stages that Secrets Manager itself gives to versions.
const (
	Current  = "AWSCURRENT"
	Previous = "AWSPREVIOUS"
)

// Secret is a secret of Secrets Manager.
type Secret struct {
	Name        string
	Suffix      string // the end of its ARN
	Description string
	KMSKeyID    string
	Tags        []Tag
	Created     time.Time
	Changed     time.Time
	Deleted     time.Time // when it was marked for deletion
	Due         time.Time // when it is to be gone; zero if it is not marked for deletion
	Owner       string    // the service that manages it, such as rds; empty for none
	Versions    []Version
}

// Version is a version of a secret: a text, or octets.
type Version struct {
	ID      string
	Text    *string
	Octets  []byte
	Stages  []string
	Created time.Time
}

func (s *Secret) separate() {
	s.Tags = slices.Clone(s.Tags)
	s.Versions = slices.Clone(s.Versions)
	for i := range s.Versions {
		s.Versions[i].Stages = slices.Clone(s.Versions[i].Stages)
	}
}

// Version finds a version by its id; nil if there is none.
func (s *Secret) Version(id string) *Version {
	for i := range s.Versions {
		if s.Versions[i].ID == id {
			return &s.Versions[i]
		}
	}
	return nil
}

// Staged finds the version with that stage; nil if there is none.
func (s *Secret) Staged(stage string) *Version {
	for i := range s.Versions {
		if slices.Contains(s.Versions[i].Stages, stage) {
			return &s.Versions[i]
		}
	}
	return nil
}

// Add adds a version. It takes its stages from those that had them; the one that
// was current is the previous one from then on. A version left without a stage
// is dropped: Secrets Manager calls such versions deprecated and removes them
// when it likes.
func (s *Secret) Add(v Version) {
	if slices.Contains(v.Stages, Current) {
		s.retire()
	}
	for _, stage := range v.Stages {
		s.unstage(stage)
	}
	s.Versions = slices.DeleteFunc(s.Versions, func(v Version) bool { return len(v.Stages) == 0 })
	s.Versions = append(s.Versions, v)
	s.Changed = v.Created
}

// retire makes the current version the previous one.
func (s *Secret) retire() {
	if current := s.Staged(Current); current != nil {
		s.unstage(Previous)
		current.Stages = append(current.Stages, Previous)
	}
}

func (s *Secret) unstage(stage string) {
	if v := s.Staged(stage); v != nil {
		v.Stages = slices.DeleteFunc(v.Stages, func(have string) bool { return have == stage })
	}
}

// Holds says whether the version is of that value.
func (v *Version) Holds(text *string, octets []byte) bool {
	if (v.Text == nil) != (text == nil) || text != nil && *v.Text != *text {
		return false
	}
	return bytes.Equal(v.Octets, octets)
}
