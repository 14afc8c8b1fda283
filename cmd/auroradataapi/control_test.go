package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
)

// control is a program of the scripts: it makes a request at the control port of
// the emulator that runs it, and prints the answer.
//
//	control METHOD PATH [BODY]
func control() {
	body := strings.Join(os.Args[3:], " ")
	request, err := http.NewRequest(os.Args[1], os.Getenv("AURORADATAAPI_LOCAL_CONTROL")+os.Args[2], strings.NewReader(body))
	if err == nil {
		err = printAnswer(request)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func printAnswer(request *http.Request) error {
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	_, err = io.Copy(os.Stdout, response.Body)
	return err
}
