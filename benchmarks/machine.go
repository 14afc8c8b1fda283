package main

import (
	"fmt"
	"os"
	"regexp"
	"runtime"
	"runtime/debug"
	"strings"
)

// modelName is the line of /proc/cpuinfo that names the processor.
var modelName = regexp.MustCompile(`(?m)^model name\s*: (.*)$`)

// machine describes where the figures come from. Of a system that has no /proc it
// tells less.
func machine() string {
	return fmt.Sprintf("%s, %d processors, %s %s, %s", processor(), runtime.NumCPU(), runtime.GOOS, kernel(), runtime.Version())
}

func processor() string {
	info, _ := os.ReadFile("/proc/cpuinfo")
	if match := modelName.FindSubmatch(info); match != nil {
		return string(match[1])
	}
	return runtime.GOARCH
}

// kernel is the version without what the builder has added to it.
func kernel() string {
	release, _ := os.ReadFile("/proc/sys/kernel/osrelease")
	version, _, _ := strings.Cut(strings.TrimSpace(string(release)), "-")
	return version
}

// load is the system's load average of the last minute: a figure of a machine that
// does other work is worth less.
func load() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	first, _, _ := strings.Cut(string(text), " ")
	return first
}

// peers are the modules whose versions matter for the figures.
var peers = []string{
	"github.com/aws/aws-sdk-go-v2", "github.com/aws/aws-sdk-go-v2/service/rdsdata", "github.com/jackc/pgx/v5", "github.com/go-sql-driver/mysql",
	"github.com/aws/aws-lambda-go",
}

// versions lists the modules that the driver is compared with.
func versions() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	found := map[string]string{}
	for _, module := range info.Deps {
		found[module.Path] = module.Version
	}
	var texts []string
	for _, peer := range peers {
		if version, ok := found[peer]; ok {
			texts = append(texts, strings.TrimPrefix(peer, "github.com/")+" "+version)
		}
	}
	return strings.Join(texts, ", ")
}
