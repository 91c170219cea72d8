/** What `multistatus probe --help` prints. */
export const PROBE_HELP = `Say what a server, and what stands between, can do with 207.

Examples:
  multistatus probe https://api.example.com/batch
  multistatus probe -H 'Authorization: Bearer ...' https://api.example.com/batch
  multistatus probe https://dav.example.com/albums/

Usage:
  multistatus probe [options] <URL>

What is sent, and nothing else:
  OPTIONS and GET on the URL
  to a batch endpoint, for each format that it offers: a POST with a batch of
  two operations, OPTIONS on the endpoint itself, and GET on a path below it at
  which there is nothing, so that it has to be a 207
  to a WebDAV server: PROPFIND with Depth: 0 for the resourcetype

All of it is safe (RFC 9110 section 9.2.1) as the POST
carries only OPTIONS and GET.
Redirects are followed within the origin, never to another one.

Options:
  -H, --header 'N: V'     a header for every request; may be given again
  -m, --timeout SECONDS   for each exchange; default 60
      --json              print JSON for machines, see the README for its shape
  -h, --help              print this

Exit codes:
  0   207 arrives as it should
  2   it does not, or nothing here answers 207
  64  the command line is wrong
  66  the server does not answer
`;
