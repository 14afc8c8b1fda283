//go:build unix

package pgserver

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// temporaryCluster makes a cluster in a temporary folder: a copy of the
// template when there is one, else a new one that becomes the template.
//
// Processes that start at the same moment need no lock: each builds in its own
// folder, and only a finished template gets its name, by a rename.
func (b *builder) temporaryCluster(ctx context.Context) (string, error) {
	parent, err := b.temporaryParent(0)
	if err != nil {
		return "", err
	}
	dir, err := b.guard.folder(parent)
	if err != nil {
		return "", err
	}
	template, err := b.templatePath()
	if err != nil {
		b.logger.Warn("no template cluster, starting will take longer", "error", err)
	}
	err = errNoTemplate
	if template != "" {
		err = b.copyTemplate(template, dir)
	}
	if errors.Is(err, errNoTemplate) {
		err = b.buildTemplate(ctx, dir, template)
	}
	if err != nil {
		return "", err
	}
	return dir, b.setPassword(ctx, dir)
}

var errNoTemplate = errors.New("no template cluster")

// templatePath names the template by everything that shapes its content.
func (b *builder) templatePath() (string, error) {
	if err := privateFolder(b.cacheDir); err != nil {
		return "", err
	}
	recipe := []string{b.binaries.dir, b.binaries.version, b.user, temporarySettings}
	recipe = append(recipe, locales...)
	recipe = append(recipe, initdbArgs...)
	sum := sha256.Sum256([]byte(strings.Join(recipe, "\x00")))
	name := "postgresql-" + b.binaries.major + "-" + hex.EncodeToString(sum[:8])
	return filepath.Join(b.cacheDir, name), nil
}

func (b *builder) copyTemplate(template, dir string) error {
	if _, err := os.Stat(template); errors.Is(err, fs.ErrNotExist) {
		return errNoTemplate
	}
	if err := copyTree(template, dir, keepInMemory); err != nil {
		return fmt.Errorf("copy the template cluster: %w", err)
	}
	return b.account.ownTree(dir)
}

// buildTemplate makes a cluster in dir and leaves a copy of it as the template.
// A cache that cannot be written costs the next start time, not this one its
// success.
func (b *builder) buildTemplate(ctx context.Context, dir, template string) error {
	if err := b.initialise(ctx, dir, temporarySettings, "--no-sync"); err != nil {
		return err
	}
	if template == "" {
		return nil
	}
	if err := b.publish(dir, template); err != nil {
		b.logger.Warn("no template cluster kept, the next start will take longer", "error", err)
	}
	return nil
}

// publish copies dir to the template's place. The copy is on disk before it
// gets its name: a template cut short by a power failure would stay for ever.
func (b *builder) publish(dir, template string) error {
	staged, err := b.guard.folder(filepath.Dir(template))
	if err != nil {
		return err
	}
	if err := copyTree(dir, staged, syncToDisk); err != nil {
		return err
	}
	err = os.Rename(staged, template)
	if errors.Is(err, fs.ErrExist) {
		return nil // another process was faster; the guard removes ours
	}
	return err
}
