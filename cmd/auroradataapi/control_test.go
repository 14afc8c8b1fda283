package main

import (
	"bytes"
	"encoding/json"
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

// execute is a program of the scripts: it makes one call, ExecuteStatement, and
// prints the answer.
//
//	execute SQL
func execute() {
	body, err := json.Marshal(map[string]string{
		"resourceArn": os.Getenv("AURORA_CLUSTER_ARN"), "secretArn": os.Getenv("AURORA_SECRET_ARN"), "sql": os.Args[1],
	})
	if err == nil {
		var request *http.Request
		request, err = http.NewRequest(http.MethodPost, os.Getenv("AWS_ENDPOINT_URL_RDS_DATA")+"/Execute", bytes.NewReader(body))
		if err == nil {
			err = printAnswer(request)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// ask is a program of the scripts: it prints the answer to GET of a URL.
//
//	ask URL
func ask() {
	request, err := http.NewRequest(http.MethodGet, os.Args[1], nil)
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
