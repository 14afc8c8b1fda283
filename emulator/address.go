package emulator

import "github.com/auroradataapi/auroradataapi/emulator/internal/account"

// URL is the endpoint of a started server, such as "http://127.0.0.1:41234". It
// is empty before Start and without a listener.
func (s *Server) URL() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.api.url()
}

// ControlURL is where a started server with a ControlAddr is controlled. It is
// empty for others.
func (s *Server) ControlURL() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.control.url()
}

// ClusterARN gives the ARN of the cluster with that ID, whether it exists or not.
func (s *Server) ClusterARN(id string) string { return s.names().Cluster(id) }

// SecretARN gives the ARN of the secret with that name, whether it exists or not.
func (s *Server) SecretARN(name string) string {
	if service := s.started(); service != nil {
		if secret := service.state.View().SecretNamed(name); secret != nil {
			return s.names().Secret(secret)
		}
	}
	return s.givenARN(name)
}

// givenARN is that of a secret of the settings.
func (s *Server) givenARN(name string) string {
	return s.names().Secret(&account.Secret{Name: name, Suffix: secretSuffix(name)})
}

// Software says what the private server behind a cluster of a started server is,
// such as "PostgreSQL 15.8", "MySQL 8.0.36" or "MariaDB 10.11.6". It is empty for a
// server of the user's, for an unknown ID and before Start.
func (s *Server) Software(clusterID string) string {
	if c := s.running(clusterID); c != nil {
		return c.backend.Software()
	}
	return ""
}

// running is nil unless the server is started and has the cluster.
func (s *Server) running(clusterID string) *cluster {
	s.mu.Lock()
	service := s.service
	s.mu.Unlock()
	if service == nil {
		return nil
	}
	if c := service.state.View().Cluster(clusterID); c != nil {
		return service.fleet.running(c.ResourceID)
	}
	return nil
}

// BackendDSN gives the connection string of the server behind a cluster of a
// started server, for clients of PostgreSQL or MySQL that go past the Data API. It is
// empty for an unknown ID and before Start. A private server is gone after
// Close.
func (s *Server) BackendDSN(clusterID string) string {
	if c := s.running(clusterID); c != nil {
		return c.backend.DSN()
	}
	return ""
}
