package wire

// DecodeBatch reads the answer to BatchExecuteStatement: for every parameter
// set, in order, its generated fields, which on PostgreSQL are none. There is no
// count of rows in such an answer. The error is a [*MalformedError].
func DecodeBatch(body []byte) ([][]Field, error) {
	var results [][]Field
	a := newArena(body)
	s := newScanner(body)
	for s.open('{'); s.more('}'); {
		if key := s.key(); string(key) == "updateResults" {
			results = s.updateResults(&a)
		} else {
			s.skip()
		}
	}
	if !s.end() {
		return nil, s.failure()
	}
	return results, nil
}

func (s *scanner) updateResults(a *arena) [][]Field {
	if s.null() {
		return nil
	}
	var results [][]Field
	for s.open('['); s.more(']'); {
		results = append(results, s.updateResult(a))
	}
	return results
}

func (s *scanner) updateResult(a *arena) []Field {
	var generated []Field
	for s.open('{'); s.more('}'); {
		if key := s.key(); string(key) == "generatedFields" {
			generated = s.fields(a)
		} else {
			s.skip()
		}
	}
	return generated
}

// DecodeBegin reads the answer to BeginTransaction: the transaction's id, which
// is never empty. The error is a [*MalformedError].
func DecodeBegin(body []byte) (transactionID string, err error) {
	id, err := decodeMember(body, "transactionId")
	if err == nil && id == "" {
		return "", &MalformedError{Offset: len(body), Reason: "no transactionId"}
	}
	return id, err
}

// DecodeEnd reads the answer to CommitTransaction and RollbackTransaction: the
// service's words for what became of the transaction, such as "Transaction
// Committed", empty if it said nothing. The error is a [*MalformedError].
func DecodeEnd(body []byte) (status string, err error) {
	return decodeMember(body, "transactionStatus")
}

// decodeMember reads an object of which one member, a string, is of interest.
func decodeMember(body []byte, name string) (value string, err error) {
	a := newArena(body)
	s := newScanner(body)
	for s.open('{'); s.more('}'); {
		if key := s.key(); string(key) == name {
			value = s.optionalText(&a)
		} else {
			s.skip()
		}
	}
	if !s.end() {
		return "", s.failure()
	}
	return value, nil
}
