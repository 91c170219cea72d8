/** How many bytes a tarball may have: the only place that says so. */
const USUAL = 150_000;

const LIMITS = {
  // The page, with its libraries, is a part of it.
  '@multistatus/console': 450_000,
  // It has all of its code twice, as ES modules (which bundlers can shake) and as CommonJS (which jest needs), 112 kB and 113 kB of
  // these 290. Both are as they were written, but for types and comments, so that stack traces can be read: without the line
  // breaks and tabs the tarball would have 26 kB less, and with short names 54 kB less, which is still not 150. The declarations
  // of the second form cost next to nothing, since each is packed right after its twin.
  '@multistatus/core': 300_000,
};

/** Returns how many bytes the tarball of a package may have. */
export function sizeLimitOf(name) {
  return LIMITS[name] ?? USUAL;
}
