package emulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
)

// control answers at the control port. Its form is documented in doc.go.
type control struct {
	faults       *faults
	transactions *transactions
}

// maxControlRequest is the limit on the body of a request.
const maxControlRequest = 1 << 20

// newControl gives the handler of the control port.
func newControl(s *service) http.Handler {
	c := &control{faults: s.faults, transactions: s.transactions}
	mux := http.NewServeMux()
	for pattern, answer := range map[string]func(*http.Request) (any, error){
		"GET /faults":         c.list,
		"POST /faults":        c.add,
		"DELETE /faults/{id}": c.remove,
		"POST /pause":         c.pause,
		"POST /resume":        c.resume,
		"POST /expire":        c.expire,
		"POST /reset":         c.reset,
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { writeControl(w, r, answer) })
	}
	return mux
}

// missingError is about something that is not there.
type missingError struct{ what string }

func (e *missingError) Error() string { return "emulator: " + e.what + " is not there" }

func writeControl(w http.ResponseWriter, r *http.Request, answer func(*http.Request) (any, error)) {
	value, err := answer(r)
	status := http.StatusOK
	if err != nil {
		status, value = http.StatusBadRequest, map[string]string{"error": err.Error()}
		if missing := (*missingError)(nil); errors.As(err, &missing) {
			status = http.StatusNotFound
		}
	}
	body, err := json.Marshal(value)
	if err != nil {
		status, body = http.StatusInternalServerError, []byte("{}")
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(append(body, '\n'))
}

// faultStatus is a fault in force.
type faultStatus struct {
	ID     int   `json:"id"`
	Fault  Fault `json:"fault"`
	Seen   int   `json:"seen"`
	Struck int   `json:"struck"`
}

// faultsStatus is the answer to GET /faults.
type faultsStatus struct {
	Seed     uint64            `json:"seed"`
	Paused   bool              `json:"paused"`
	Faults   []faultStatus     `json:"faults"`
	Injected map[FaultKind]int `json:"injected"`
}

func (c *control) list(*http.Request) (any, error) { return c.faults.status(), nil }

func (c *control) add(r *http.Request) (any, error) {
	var body struct{ Fault *Fault }
	if err := readControl(r, &body); err != nil {
		return nil, err
	}
	if body.Fault == nil {
		return nil, errors.New(`emulator: read request: want {"fault": "KIND:KEY=VALUE,…"}`)
	}
	return faultStatus{ID: c.faults.add(*body.Fault).number, Fault: *body.Fault}, nil
}

func (c *control) remove(r *http.Request) (any, error) {
	id, err := strconv.Atoi(r.PathValue("id"))
	if err != nil || !c.faults.remove(id) {
		return nil, &missingError{"fault " + r.PathValue("id")}
	}
	return struct{}{}, nil
}

func (c *control) pause(*http.Request) (any, error) {
	c.faults.setPause(pause{on: true})
	return struct{}{}, nil
}

func (c *control) resume(*http.Request) (any, error) {
	c.faults.setPause(pause{})
	return struct{}{}, nil
}

func (c *control) expire(r *http.Request) (any, error) {
	var body struct{ TransactionID string }
	if err := readControl(r, &body); err != nil {
		return nil, err
	}
	var ids []string
	if body.TransactionID != "" {
		ids = append(ids, body.TransactionID)
	}
	return map[string]int{"expired": c.transactions.expireAll(ids)}, nil
}

func (c *control) reset(r *http.Request) (any, error) {
	body := struct{ Seed uint64 }{c.faults.status().Seed}
	if err := readControl(r, &body); err != nil {
		return nil, err
	}
	c.faults.reset(body.Seed)
	return struct{}{}, nil
}

// readControl reads the JSON object that a request may have, and refuses members
// that are not known.
func readControl(r *http.Request, into any) error {
	decoder := json.NewDecoder(io.LimitReader(r.Body, maxControlRequest))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(into)
	if err == io.EOF {
		return nil // no body
	}
	if err != nil {
		return fmt.Errorf("emulator: read request: %w", err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return errors.New("emulator: read request: there is more than one JSON object")
	}
	return nil
}
