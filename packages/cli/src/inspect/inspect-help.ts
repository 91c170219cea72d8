/** What `multistatus inspect --help` prints. */
export const INSPECT_HELP = `Say what a 207 reports of each resource, the failed ones first, and what is
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

A file is a 207 in XML, JSON or NDJSON, or a HAR that a browser or a proxy has
captured; which, its content says. A URL is asked with one request; redirects
are followed within its origin, never to another one.

Options:
  -X, --request METHOD    of the request; default GET, with --data POST
  -H, --header 'N: V'     a header of the request; may be given again
  -d, --data TEXT         the body of the request; @file for a file, @- for the
                          standard input; its Content-Type is application/xml or
                          application/json by its first character
  -m, --timeout SECONDS   for the whole exchange; default 60
      --json              print JSON for machines, see the README for its shape
  -h, --help              print this

Exit codes:
  0   nothing failed
  1   the 207 is valid, and reports a failure
  2   the 207 is not valid, or there is none
  64  the command line is wrong
  66  the file cannot be read, or the server does not answer
`;
