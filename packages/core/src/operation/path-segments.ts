/**
 * Returns the segments of the path of a URL, percent-decoded one by one: an encoded slash stays inside its segment, as in
 * routers. A slash at the end adds no segment; an empty segment is `''`. A segment that is not UTF-8 stays as it is.
 */
export function pathSegments(url: string): string[] {
  const [path = ''] = url.split('?', 1);
  const segments = path.split('/').slice(1);
  if (segments.at(-1) === '') segments.pop();
  return segments.map(decodeSegment);
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
