/** What `multistatus convert --help` prints. */
export const CONVERT_HELP = `Write a 207 as JSON or as XML, whichever it is in, and say what was lost.

Examples:
  multistatus convert --to json answer.xml
  multistatus convert --to xml answer.json > answer.xml
  curl -s -X PROPFIND https://dav.example.com/ | multistatus convert --to json -

Usage:
  multistatus convert --to json|xml <file | ->

Reads XML, JSON and NDJSON of any server that multistatus inspect reads. The
document goes to the standard output; what could not be taken along is said on
the standard error, a line each that begins with "lost:".

Options:
      --to json|xml   what to write
  -h, --help          print this

Exit codes:
  0   it was written
  2   the source is no 207 document, or its end is missing
  64  the command line is wrong
  66  the file cannot be read
`;
