package shellword_test

import (
	"os/exec"
	"reflect"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/shellword"
)

func TestQuote(t *testing.T) {
	texts := []string{"", "plain", "a b", "it's", "$HOME `x` \\ \"q\"", "a\nb", "*", "~", "#", "=", "é"}
	script := "printf '%s\\0'"
	for _, text := range texts {
		script += " " + shellword.Quote(text)
	}
	out, err := exec.Command("sh", "-c", script).Output()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00"); !reflect.DeepEqual(got, texts) {
		t.Errorf("got %q, want %q", got, texts)
	}
}
