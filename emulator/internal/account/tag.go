package account

// Tags gives the tags of the cluster, instance or secret with that ARN, by their
// keys.
func (s *State) Tags(n Names, arn string) map[string]string {
	for _, c := range s.Clusters {
		if n.Cluster(c.Identifier) == arn {
			return byKey(c.Tags)
		}
	}
	for _, i := range s.Instances {
		if n.Instance(i.Identifier) == arn {
			return byKey(i.Tags)
		}
	}
	if secret := s.Secret(n, arn); secret != nil {
		return byKey(secret.Tags)
	}
	return nil
}

func byKey(tags []Tag) map[string]string {
	values := map[string]string{}
	for _, t := range tags {
		values[t.Key] = t.Value
	}
	return values
}
