package main

import "testing"

// TestFunctionSizes holds what the driver adds to the binary of a function to a
// ceiling, somewhat above what it is: 5.7 MB, of which the SDK's part is 3.4, and
// 3.5 MB with the build tag; MySQL is 0.6 MB of it, and compat=pq, COPY, comments and long
// texts 0.3. Sizes are the same on every machine. They may change
// with the versions of Go and of the SDK; raise a ceiling for a reason only.
func TestFunctionSizes(t *testing.T) {
	t.Setenv("GOARCH", "amd64")
	f, err := buildFunctions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.remove)
	if err := f.buildWithTag(t.Context()); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		function, other string
		ceiling         float64 // MB
	}{
		{"driver", "bare", 5.9},
		{"driver", "sdk", 2.5},
		{"environment", "bare", 3.7},
	}
	for _, tt := range tests {
		t.Run(tt.function+" over "+tt.other, func(t *testing.T) {
			over, err := f.over(tt.function, tt.other)
			if err != nil {
				t.Fatal(err)
			}
			if over > tt.ceiling || over < tt.ceiling/2 {
				t.Errorf("got %.2f MB, want at most %.2f, and more than half of it", over, tt.ceiling)
			}
		})
	}
}
