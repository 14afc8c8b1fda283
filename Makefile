# What people type. Every target that needs a program the machine lacks
# installs it first and says so (scripts/setup).

GO          ?= go
STATICCHECK ?= honnef.co/go/tools/cmd/staticcheck@v0.8.2
FUZZTIME    ?= 5s
BENCHTIME   ?= 1s
BENCHFLAGS  ?=
ENGINE      ?= postgresql
UPSTREAMFLAGS ?=
BINARY      ?= bin/auroradataapi
VERSION     ?= $(shell git describe --tags --always --dirty 2>/dev/null)

# Every module of go.work.
MODULES  := $(shell $(GO) list -m -f '{{.Dir}}')
PACKAGES := $(addsuffix /...,$(MODULES))

# Packages with thousands of cases or megabytes, one after the other, or that start the
# program hundreds of times: under the race detector they take several times as long
# and show what the others show. Of stream the tests that stop, break off and overlap
# run in both ways.
INTEGRATION := github.com/auroradataapi/auroradataapi/internal/integration
VOLUME      := $(addprefix $(INTEGRATION)/,stream conformance) \
	$(addprefix github.com/auroradataapi/auroradataapi/,benchmarks cmd/auroradataapi)
OVERLAPPING := 'Test(MySQL)?(Calls|Interleaved|ErrorInTheMiddle|Canceled|EarlyClose|LostAnswers|LostPages)$$'

.PHONY: help demo build lint-image test race check fmt vet staticcheck tidy upstream fuzz bench bench-docs bench-go bench-once setup

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 14

demo: ## start the emulator, make a small schema, query it through the driver (ENGINE=mysql for MySQL)
	scripts/setup $(ENGINE)
	$(GO) run ./cmd/auroradataapi demo --engine $(ENGINE)

build: ## the command line as one static binary, bin/auroradataapi (BINARY=… for another place, VERSION=… for its version)
	CGO_ENABLED=0 $(GO) build -C cmd/auroradataapi -trimpath -ldflags "-s -w -X main.release=$(VERSION)" -o $(abspath $(BINARY)) .

lint-image: ## look over the Dockerfile, with a linter from npm
	npx --yes dockerfile-utils@0.16.3 lint Dockerfile

test: setup ## every test of every module, under the race detector but for volumes
	@failed=; run() { GO=$(GO) scripts/test -count=1 -timeout 20m "$$@" || failed=1; }; \
	run -race $(filter-out $(VOLUME),$(shell $(GO) list $(PACKAGES))); \
	run -race -run $(OVERLAPPING) $(INTEGRATION)/stream; \
	run $(VOLUME); \
	test -z "$$failed"

race: setup ## every test of every module, all under the race detector
	GO=$(GO) scripts/test -race -count=1 -timeout 60m $(PACKAGES)

check: fmt vet staticcheck tidy test fuzz bench-once ## all that a change must pass

fmt: ## fail when a file is not gofmt'ed
	@files=$$(gofmt -l $(MODULES) | grep -v /testdata/ | sort -u); if [ -n "$$files" ]; then echo "not gofmt'ed:"; echo "$$files"; exit 1; fi

vet: ## go vet
	$(GO) vet $(PACKAGES)

staticcheck: ## staticcheck, in each module
	@set -e; for dir in $(MODULES); do echo "staticcheck $$dir"; (cd $$dir && $(GO) run $(STATICCHECK) ./...); done

tidy: ## fail when a go.mod or go.sum is not tidy
	@set -e; for dir in $(MODULES); do (cd $$dir && GOWORK=off $(GO) mod tidy -diff); done

upstream: ## the suites of other libraries, natively and through the driver; UPSTREAMFLAGS=-update writes docs/upstream.md
	scripts/setup gcc ps postgresql mysql
	cd internal/integration/upstream && GO=$(GO) ../../../scripts/test -count=1 -timeout 60m . -complete $(UPSTREAMFLAGS)

fuzz: ## each fuzz target for FUZZTIME
	scripts/setup postgresql mysql
	FUZZTIME=$(FUZZTIME) scripts/fuzz $(MODULES)

bench: ## everything side by side, one line per figure and budget (BENCHFLAGS=--quick for two minutes)
	scripts/setup postgresql mysql
	cd benchmarks && $(GO) run . $(BENCHFLAGS)

bench-docs: ## the same, and the figures of docs/benchmarks.md
	scripts/setup postgresql mysql
	cd benchmarks && $(GO) run . -update ../docs/benchmarks.md $(BENCHFLAGS)

bench-go: ## the Go benchmarks, for profiles
	scripts/setup postgresql mysql
	cd benchmarks && $(GO) test -run '^$$' -bench . -benchtime $(BENCHTIME) ./...

bench-once: ## each benchmark of every module once, so that none rots
	$(GO) test -run '^$$' -bench . -benchtime 1x $(PACKAGES)

setup: ## install what the tests need
	scripts/setup gcc ps postgresql mysql awscli tmux node python
