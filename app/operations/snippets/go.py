"""Lines of Go: with nothing but the language, and with a library for a web server."""

from __future__ import annotations

from app.operations.snippets.filling import by_method, fill, values_of
from domain.clients.records import Client

_BASIC = """\
	request.SetBasicAuth(@client@, os.Getenv("BYLEAVE_SECRET"))
"""
_SERVICE = """\
// go run service.go
package main

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
IMPORT	"strings"
)

func main() {
	asked := url.Values{"grant_type": {"client_credentials"}}
MEMBERS	request, _ := http.NewRequest("POST", @token@, strings.NewReader(asked.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
HEADER	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		panic(err)
	}
	told, _ := io.ReadAll(answer.Body)
	fmt.Println(string(told))
}
"""
_TERMINAL = """\
// go run sign_in.go
package main

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
IMPORT	"strings"
)

const back = @back@ // registered letter by letter

func drawn(size int) string {
	some := make([]byte, size)
	rand.Read(some)
	return base64.RawURLEncoding.EncodeToString(some)
}

func told(request *http.Request, into any) {
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		panic(err)
	}
	text, _ := io.ReadAll(answer.Body)
	if answer.StatusCode != 200 || json.Unmarshal(text, into) != nil {
		panic(string(text))
	}
}

func main() {
	var about, tokens, person map[string]any
	request, _ := http.NewRequest("GET", @discovery@, nil)
	told(request, &about)
	verifier, state := drawn(48), drawn(16)
	digest := sha256.Sum256([]byte(verifier))
	start := url.Values{
		"response_type": {"code"}, "client_id": {@client@}, "redirect_uri": {back},
		"scope": {@scope@}, "state": {state},
		"code_challenge":        {base64.RawURLEncoding.EncodeToString(digest[:])},
		"code_challenge_method": {"S256"},
	}
	came := make(chan url.Values, 1)
	here, _ := url.Parse(back)
	http.HandleFunc(here.Path, func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "Thank you. You can close this window.")
		if r.URL.Query().Get("state") == state { // whoever else calls is not heard
			came <- r.URL.Query()
		}
	})
	go func() { panic(http.ListenAndServe(here.Host, nil)) }()
	fmt.Println("Open", about["authorization_endpoint"].(string)+"?"+start.Encode())

	query := <-came
	if query.Get("error") != "" { // access_denied: the person refused
		panic(query.Get("error"))
	}
	asked := url.Values{
		"grant_type": {"authorization_code"}, "code": {query.Get("code")},
		"redirect_uri": {back}, "code_verifier": {verifier},
	}
MEMBERS	request, _ = http.NewRequest(
		"POST", about["token_endpoint"].(string), strings.NewReader(asked.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
HEADER	told(request, &tokens)
	request, _ = http.NewRequest("GET", about["userinfo_endpoint"].(string), nil)
	request.Header.Set("Authorization", "Bearer "+tokens["access_token"].(string))
	told(request, &person)
	fmt.Println(person)
}
"""
_WEB = """\
// go get github.com/coreos/go-oidc/v3/oidc golang.org/x/oauth2
package main

import (
	"context"
	"net/http"
IMPORT
	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

var provider, _ = oidc.NewProvider(context.Background(), @issuer@)
var config = oauth2.Config{
	ClientID: @client@,
SECRET	Endpoint: provider.Endpoint(),
	RedirectURL: @back@,
	Scopes: []string{SCOPES},
}

// keep both in the person's session until they are back
func login(w http.ResponseWriter, r *http.Request, state, verifier string) {
	address := config.AuthCodeURL(state, oauth2.S256ChallengeOption(verifier))
	http.Redirect(w, r, address, http.StatusFound)
}

// query "error" is access_denied when the person refused
func callback(r *http.Request, verifier string) (*oidc.IDToken, error) {
	tokens, err := config.Exchange(
		r.Context(), r.URL.Query().Get("code"), oauth2.VerifierOption(verifier))
	if err != nil {
		return nil, err
	}
	raw, _ := tokens.Extra("id_token").(string)
	verify := provider.Verifier(&oidc.Config{ClientID: config.ClientID})
	return verify.Verify(r.Context(), raw)
}
"""


def service(client: Client, issuer: str) -> str:
    """Return a program that gets a token for the application itself."""
    return _proven(_SERVICE, client, values_of(client, issuer))


def terminal(client: Client, issuer: str, back: str) -> str:
    """Return a program that waits on this machine for the person to come back."""
    return _proven(_TERMINAL, client, values_of(client, issuer, back))


def web(client: Client, issuer: str, back: str) -> str:
    """Return the lines of a web application."""
    secret = '	ClientSecret: os.Getenv("BYLEAVE_SECRET"),\n'
    code = _WEB.replace("SECRET", by_method(client, none="", basic=secret, post=secret))
    code = code.replace("IMPORT", by_method(client, none="", basic='	"os"\n', post='	"os"\n'))
    words = {f"scope{place}": word for place, word in enumerate(client.scopes)}
    code = code.replace("SCOPES", ", ".join(f"@{name}@" for name in words))
    return fill(code, values_of(client, issuer, back) | words)


def _proven(code: str, client: Client, values: dict[str, str]) -> str:
    named = '	asked.Set("client_id", @client@)\n'
    sent = named + '	asked.Set("client_secret", os.Getenv("BYLEAVE_SECRET"))\n'
    code = code.replace("MEMBERS", by_method(client, none=named, basic="", post=sent))
    code = code.replace("HEADER", by_method(client, none="", basic=_BASIC, post=""))
    needs = by_method(client, none="", basic='	"os"\n', post='	"os"\n')
    return fill(code.replace("IMPORT", needs), values)
