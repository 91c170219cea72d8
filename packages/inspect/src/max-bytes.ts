/** The most bytes that a source may have, or that a compressed body may become: 256 MiB. */
export const MAX_BYTES: number = 256 * 1024 * 1024;
