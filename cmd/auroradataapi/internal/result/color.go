package result

// bold returns a text in bold, if the terminal's control sequences are allowed.
func (o *Options) bold(text string) string { return o.styled(text, "1") }

// faint returns a text that stands back.
func (o *Options) faint(text string) string { return o.styled(text, "2") }

func (o *Options) styled(text, style string) string {
	if !o.Color || text == "" {
		return text
	}
	return "\x1b[" + style + "m" + text + "\x1b[0m"
}
