/** Returns the segments of a path, without empty ones and without the query. */
export function toSegments(path: string): string[] {
  const [withoutQuery = ''] = path.split('?', 1);
  return withoutQuery.split('/').filter((segment) => segment !== '');
}

/** Checks whether a path is the same as another, or below it. */
export function isInside(path: readonly string[], collection: readonly string[]): boolean {
  return collection.every((segment, index) => {
    const other = path[index];
    return other === segment || (other !== undefined && normalise(other) === normalise(segment));
  });
}

/** Some servers correct the encoding, the form of Unicode or the case of a name. */
function normalise(segment: string): string {
  return decode(segment).normalize('NFC').toLowerCase();
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
