/** The text that `multistatus inspect --help` prints. */
export const INSPECT_HELP = `Show what a 207 reports about each resource, failed ones first, and what is
wrong with it.

Examples:
  multistatus inspect answer.xml
  multistatus inspect capture.har
  curl -s -X PROPFIND https://dav.example.com/albums/ | multistatus inspect -
  multistatus inspect -X PROPFIND -H 'Depth: 1' https://dav.example.com/albums/
  multistatus inspect -d @batch.json https://api.example.com/batch
  multistatus inspect --json answer.json | jq '.documents[].counts'

Usage:
  multistatus inspect [options] <file | URL | ->

A file is a 207 in XML, JSON or NDJSON, a multipart batch or the answer to one,
or a HAR captured by a browser or a proxy; the format is detected from the
content. A URL is requested once.
Redirects are followed within its origin, never to another one.

Options:
  -X, --request METHOD    the request method; default GET, or POST with --data
  -H, --header 'N: V'     a request header; may be repeated
  -d, --data TEXT         the request body; @file for a file, @- for standard
                          input; its beginning decides whether its
                          Content-Type is application/xml, application/json or
                          multipart/mixed
  -m, --timeout SECONDS   for the whole exchange; default 60
      --json              print JSON; the README describes its shape
  -h, --help              print this help

Exit codes:
  0   nothing failed
  1   the 207 is valid, and reports a failure
  2   the 207 is not valid, or there is none
  64  the command line is invalid
  66  the file cannot be read, or the server does not answer
`;
