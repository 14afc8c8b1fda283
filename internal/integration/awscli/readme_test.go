package awscli_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const (
	readme      = "../../../README.md"
	commandLine = "github.com/auroradataapi/auroradataapi/cmd/auroradataapi"
)

// TestReadmeSetUp types what README.md has under "Set up a cluster" into a shell
// inside "auroradataapi local".
func TestReadmeSetUp(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if output, err := exec.CommandContext(t.Context(), "go", "build", "-o", folder, commandLine).CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, output)
	}
	shell := exec.CommandContext(t.Context(), filepath.Join(folder, "auroradataapi"), "local", "--", "bash", "-eu")
	shell.Env = []string{
		"PATH=" + folder + string(os.PathListSeparator) + os.Getenv("PATH"), "LANG=C.UTF-8", "AWS_PAGER=", "AWS_EC2_METADATA_DISABLED=true",
		"HOME=" + folder, "TMPDIR=" + os.Getenv("TMPDIR"), "XDG_CACHE_HOME=" + cacheFolder(t),
		"AWS_CONFIG_FILE=" + filepath.Join(folder, "config"), "AWS_SHARED_CREDENTIALS_FILE=" + filepath.Join(folder, "credentials"),
	}
	var output, complaints bytes.Buffer
	shell.Stdin, shell.Stdout, shell.Stderr = strings.NewReader(setUpBlock(t)), &output, &complaints
	if err := shell.Run(); err != nil {
		t.Fatalf("%v\n%s%s", err, &output, &complaints)
	}
	// The answers to the two questions are the last that is printed.
	answers := regexp.MustCompile(`(?s)"longValue": (\d+)\b.*\bcount\b\D*(\d+)`).FindStringSubmatch(output.String())
	if answers == nil || answers[1] != answers[2] || answers[1] == "0" {
		t.Errorf("the questions have no answers in\n%s%s", &output, &complaints)
	}
}

// setUpBlock is the block of shell commands under the heading.
func setUpBlock(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(text), "\n## Set up a cluster\n")
	_, block, _ := strings.Cut(section, "```sh\n")
	block, _, found := strings.Cut(block, "```")
	if !found {
		t.Fatalf("%s has no commands to set up a cluster", readme)
	}
	return block
}

// cacheFolder is where the user's programs keep what makes later starts fast.
func cacheFolder(t *testing.T) string {
	t.Helper()
	folder, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	return folder
}
