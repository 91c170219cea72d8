/** The text that `multistatus probe --help` prints. */
export const PROBE_HELP = `Show how a server, and the proxies before it, handle 207.

Examples:
  multistatus probe https://api.example.com/batch
  multistatus probe -H 'Authorization: Bearer ...' https://api.example.com/batch
  multistatus probe https://dav.example.com/albums/

Usage:
  multistatus probe [options] <URL>

Only these requests are sent:
  OPTIONS and GET to the URL
  to a batch endpoint, for each format that it offers: a POST of a batch with
  two operations, OPTIONS of the endpoint itself and GET of a path below it that
  does not exist, so that the answer must be a 207
  to a WebDAV server: PROPFIND with Depth: 0 for the resourcetype

All of them are safe (RFC 9110 section 9.2.1), because the POST carries only
OPTIONS and GET. Redirects are followed within the origin, never to another one.

Options:
  -H, --header 'N: V'     a header for every request; may be repeated
  -m, --timeout SECONDS   for each exchange; default 60
      --json              print JSON; the README describes its shape
  -h, --help              print this help

Exit codes:
  0   a 207 arrives intact
  2   it does not, or nothing here answers with 207
  64  the command line is invalid
  66  the server does not answer
`;
