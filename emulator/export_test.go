package emulator

// AdministratorDSN is for the superuser of the private PostgreSQL server of a
// cluster.
func (s *Server) AdministratorDSN(clusterID string) string {
	p, _ := s.running(clusterID).backend.(*postgreSQL)
	return privateDSN(p.server, Secret{Username: administratorName, Password: p.server.Password()}, "postgres")
}
