package account

import (
	"slices"
	"strings"
)

// State is what an account has.
type State struct {
	Clusters  []Cluster
	Instances []Instance
	Secrets   []Secret
}

// Tag is a tag of a cluster, an instance or a secret.
type Tag struct{ Key, Value string }

func (s *State) clone() *State {
	c := &State{Clusters: slices.Clone(s.Clusters), Instances: slices.Clone(s.Instances), Secrets: slices.Clone(s.Secrets)}
	for i := range c.Clusters {
		c.Clusters[i].separate()
	}
	for i := range c.Instances {
		c.Instances[i].Tags = slices.Clone(c.Instances[i].Tags)
	}
	for i := range c.Secrets {
		c.Secrets[i].separate()
	}
	return c
}

// Cluster finds a cluster by its identifier, in any case of letters; nil if there
// is none.
func (s *State) Cluster(identifier string) *Cluster {
	for i := range s.Clusters {
		if strings.EqualFold(s.Clusters[i].Identifier, identifier) {
			return &s.Clusters[i]
		}
	}
	return nil
}

// ClusterByResourceID finds a cluster by its immutable id; nil if there is none.
func (s *State) ClusterByResourceID(id string) *Cluster {
	for i := range s.Clusters {
		if s.Clusters[i].ResourceID == id {
			return &s.Clusters[i]
		}
	}
	return nil
}

// Instance finds an instance by its identifier, in any case of letters; nil if
// there is none.
func (s *State) Instance(identifier string) *Instance {
	for i := range s.Instances {
		if strings.EqualFold(s.Instances[i].Identifier, identifier) {
			return &s.Instances[i]
		}
	}
	return nil
}

// Members gives the instances of a cluster, the writer first.
func (s *State) Members(c *Cluster) []*Instance {
	var members []*Instance
	for i := range s.Instances {
		if s.Instances[i].Cluster == c.ResourceID {
			members = append(members, &s.Instances[i])
		}
	}
	return members
}

// SecretNamed finds a secret by its name; nil if there is none.
func (s *State) SecretNamed(name string) *Secret {
	for i := range s.Secrets {
		if s.Secrets[i].Name == name {
			return &s.Secrets[i]
		}
	}
	return nil
}

// Secret finds a secret as Secrets Manager does: by its name, its ARN, or its ARN
// without the hyphen and the random characters at the end. It is nil if there is
// none, as it is for an ARN of another account or region.
func (s *State) Secret(n Names, reference string) *Secret {
	name, isARN := strings.CutPrefix(reference, n.secrets())
	for i := range s.Secrets {
		secret := &s.Secrets[i]
		if secret.Name == name || isARN && name == secret.Name+"-"+secret.Suffix {
			return secret
		}
	}
	return nil
}

// SecretARN gives the ARN of the secret that a request names. One that does not
// exist gets the ARN that it would have but for the random ending.
func (s *State) SecretARN(n Names, reference string) string {
	if secret := s.Secret(n, reference); secret != nil {
		return n.Secret(secret)
	}
	if strings.HasPrefix(reference, "arn:") {
		return reference
	}
	return n.secrets() + reference
}

// DropCluster takes a cluster out, and the secret that RDS has made for it.
func (s *State) DropCluster(c Cluster) {
	s.DropSecret(c.ManagedSecret)
	s.Clusters = slices.DeleteFunc(s.Clusters, func(other Cluster) bool { return other.ResourceID == c.ResourceID })
}

// DropInstance takes an instance out.
func (s *State) DropInstance(identifier string) {
	s.Instances = slices.DeleteFunc(s.Instances, func(i Instance) bool { return i.Identifier == identifier })
}

// DropSecret takes a secret out, if there is one of that name.
func (s *State) DropSecret(name string) {
	s.Secrets = slices.DeleteFunc(s.Secrets, func(secret Secret) bool { return secret.Name == name })
}
