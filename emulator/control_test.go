package emulator_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// controls makes a request at the control port, and wants that answer.
func controls(t *testing.T, s *emulator.Server, method, path, body string, status int, want string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, s.ControlURL()+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	answered, _, text := do(t, request)
	if got := strings.TrimSpace(text); answered != status || !strings.Contains(got, want) {
		t.Errorf("%s %s %s\nanswers %d %s\nwant %d %s", method, path, body, answered, got, status, want)
	}
}

func TestControl(t *testing.T) {
	s := attached(t, &emulator.Server{ControlAddr: ":0", FaultSeed: 3})
	if !strings.HasPrefix(s.ControlURL(), "http://127.0.0.1:") {
		t.Errorf("the control port is %s", s.ControlURL())
	}
	controls(t, s, "GET", "/faults", "", 200, `{"seed":3,"paused":false,"faults":[],"injected":{}}`)
	controls(t, s, "POST", "/faults", `{"fault":"throttle:times=1"}`, 200, `{"id":1,"fault":"throttle:times=1","seen":0,"struck":0}`)
	controls(t, s, "POST", "/faults", `{"fault":"error-before"}`, 200, `"id":2`)
	refuse(t, s, statement(s, "select 1"), "ThrottlingException", "Rate exceeded")
	refuse(t, s, statement(s, "select 1"), "InternalServerErrorException", "")
	controls(t, s, "GET", "/faults", "", 200, `[{"id":1,"fault":"throttle:times=1","seen":2,"struck":1},{"id":2,"fault":"error-before","seen":1,"struck":1}],"injected":{"error-before":1,"throttle":1}}`)
	controls(t, s, "DELETE", "/faults/2", "", 200, `{}`)
	execute(t, s, statement(s, "select 1"))
	controls(t, s, "POST", "/pause", "", 200, `{}`)
	controls(t, s, "GET", "/faults", "", 200, `"paused":true`)
	refuse(t, s, statement(s, "select 1"), "DatabaseResumingException", resumingText)
	controls(t, s, "POST", "/resume", "", 200, `{}`)
	id := begin(t, s)
	controls(t, s, "POST", "/expire", `{"transactionId":"nonsense"}`, 200, `{"expired":0}`)
	controls(t, s, "POST", "/expire", `{"transactionId":"`+id+`"}`, 200, `{"expired":1}`)
	wantGone(t, s, id)
	begin(t, s)
	controls(t, s, "POST", "/expire", "", 200, `{"expired":1}`)
	controls(t, s, "POST", "/reset", "", 200, `{}`)
	controls(t, s, "GET", "/faults", "", 200, `{"seed":3,"paused":false,"faults":[],"injected":{}}`)
	controls(t, s, "POST", "/reset", `{"seed":18446744073709551615}`, 200, `{}`)
	controls(t, s, "GET", "/faults", "", 200, `{"seed":18446744073709551615,`)
}

func TestControlRefuses(t *testing.T) {
	s := attached(t, &emulator.Server{ControlAddr: "127.0.0.1:0"})
	for _, test := range []struct {
		name, method, path, body string
		status                   int
		want                     string
	}{
		{name: "bad fault", method: "POST", path: "/faults", body: `{"fault":"throttle:p=2"}`, status: 400, want: `p=2: want a number above 0`},
		{name: "no fault", method: "POST", path: "/faults", status: 400, want: `want {\"fault\": `},
		{name: "no JSON", method: "POST", path: "/faults", body: "throttle", status: 400, want: "emulator: read request: invalid character"},
		{name: "other member", method: "POST", path: "/faults", body: `{"fault":"throttle","id":1}`, status: 400, want: `unknown field \"id\"`},
		{name: "two objects", method: "POST", path: "/faults", body: `{"fault":"throttle"}{}`, status: 400, want: "more than one"},
		{name: "no such fault", method: "DELETE", path: "/faults/1", status: 404, want: "fault 1 is not there"},
		{name: "no number", method: "DELETE", path: "/faults/x", status: 404, want: "fault x is not there"},
		{name: "negative seed", method: "POST", path: "/reset", body: `{"seed":-1}`, status: 400, want: "cannot unmarshal number -1"},
		{name: "no such path", method: "GET", path: "/", status: 404, want: "404"},
		{name: "no such method", method: "GET", path: "/pause", status: 405, want: "Method Not Allowed"},
	} {
		t.Run(test.name, func(t *testing.T) {
			controls(t, s, test.method, test.path, test.body, test.status, test.want)
		})
	}
	controls(t, s, "GET", "/faults", "", 200, `"faults":[]`)
	if status, _, _ := postJSON(t, "/pause", ""); status != http.StatusNotFound {
		t.Errorf("the port of the service answers %d", status)
	}
}

// TestControlAddrTaken leaves nothing listening.
func TestControlAddrTaken(t *testing.T) {
	s := &emulator.Server{
		Clusters:    []emulator.Cluster{{ID: "local", DSN: shared.BackendDSN("local")}},
		ControlAddr: strings.TrimPrefix(shared.URL(), "http://"),
	}
	if err := s.Start(t.Context()); err == nil || !strings.Contains(err.Error(), "address already in use") {
		t.Errorf("Start gives %v", err)
	}
	if _, err := http.Get(s.URL()); err == nil {
		t.Error("the port of the service is open")
	}
}
