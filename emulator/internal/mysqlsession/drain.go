package mysqlsession

import (
	"encoding/binary"

	"github.com/go-mysql-org/go-mysql/mysql"
)

// drain reads over the results behind the first, which a procedure may have, up to
// the last packet of the answer. The service gives the first (a guess).
func (s *Session) drain(status uint16) error {
	for status&mysql.SERVER_MORE_RESULTS_EXISTS != 0 {
		packet, err := s.conn.ReadPacket()
		if err != nil {
			return err
		}
		switch {
		case len(packet) == 0 || packet[0] == mysql.LocalInFile_HEADER:
			return mysql.ErrMalformPacket
		case packet[0] == mysql.ERR_HEADER:
			return s.conn.HandleErrorPacket(packet)
		case packet[0] == mysql.OK_HEADER:
			status = s.conn.HandleOKPacket(packet).Status
		default:
			if status, err = s.drainRows(); err != nil {
				return err
			}
		}
	}
	return nil
}

// drainRows reads over the columns and the rows of a result. Both end with a packet
// of their own.
func (s *Session) drainRows() (status uint16, err error) {
	for range 2 {
		if status, err = s.drainPackets(); err != nil {
			return 0, err
		}
	}
	return status, nil
}

// maxEnd is more than the octets of a packet that ends a list; a row whose first
// octet is the same is longer.
const maxEnd = 9

func (s *Session) drainPackets() (status uint16, err error) {
	for {
		packet, err := s.conn.ReadPacket()
		switch {
		case err != nil:
			return 0, err
		case len(packet) == 0:
			return 0, mysql.ErrMalformPacket
		case packet[0] == mysql.ERR_HEADER:
			return 0, s.conn.HandleErrorPacket(packet)
		case packet[0] == mysql.EOF_HEADER && len(packet) < maxEnd && len(packet) >= 5:
			return binary.LittleEndian.Uint16(packet[3:]), nil
		}
	}
}
